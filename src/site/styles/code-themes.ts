/** One voice per kind of token, in the palette of styles/tokens.css. */
interface Voices {
  paper: string;
  ink: string;
  comment: string;
  keyword: string;
  name: string;
  literal: string;
  type: string;
}

const LIGHT: Voices = {
  paper: '#f4f5f8',
  ink: '#14171f',
  comment: '#606879',
  keyword: '#7a3db8',
  name: '#2440c8',
  literal: '#85560a',
  type: '#a8480f',
};

const DARK: Voices = {
  paper: '#0b0d13',
  ink: '#e9ebf2',
  comment: '#8f97ac',
  keyword: '#d2a8ff',
  name: '#9db0ff',
  literal: '#f0c260',
  type: '#ffb088',
};

export const lightCode = codeTheme('tutti-light', 'light', LIGHT);
export const darkCode = codeTheme('tutti-dark', 'dark', DARK);

function codeTheme(name: string, type: 'light' | 'dark', voices: Voices) {
  return {
    name,
    type,
    colors: { 'editor.background': voices.paper, 'editor.foreground': voices.ink },
    tokenColors: [
      rule(['comment', 'punctuation.definition.comment'], voices.comment),
      rule(
        ['keyword', 'storage', 'keyword.control', 'keyword.operator.word', 'meta.preprocessor'],
        voices.keyword,
      ),
      rule(['keyword.operator', 'punctuation', 'meta.brace', 'variable'], voices.ink),
      rule(
        ['entity.name.function', 'support.function', 'meta.function-call entity.name.function'],
        voices.name,
      ),
      rule(['support.type.property-name', 'entity.name.tag', 'markup.underline.link'], voices.name),
      rule(['string', 'constant', 'constant.numeric', 'constant.language'], voices.literal),
      rule(
        ['entity.name.type', 'support.type', 'storage.type.built-in', 'entity.other.attribute-name'],
        voices.type,
      ),
    ],
  };
}

function rule(scope: string[], foreground: string) {
  return { scope, settings: { foreground } };
}
