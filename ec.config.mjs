import { defineEcConfig } from '@astrojs/starlight/expressive-code';
import { darkCode, lightCode } from './src/site/styles/code-themes.ts';
import { focusableCode } from './src/site/styles/focusable-code.ts';

/** Lives in its own file because the `<Code>` component reads it too, not only Markdown. */
export default defineEcConfig({
  themes: [darkCode, lightCode],
  plugins: [focusableCode()],
  useStarlightUiThemeColors: false,
  useStarlightDarkModeSwitch: true,
  minSyntaxHighlightingColorContrast: 4.6,
  styleOverrides: {
    borderRadius: '0',
    borderColor: 'var(--stave)',
    borderWidth: '1px',
    codeBackground: 'var(--code)',
    codeFontFamily: 'var(--font-code)',
    codeFontSize: '0.84rem',
    codeLineHeight: '1.65',
    codePaddingBlock: '1rem',
    codePaddingInline: '1.25rem',
    focusBorder: 'var(--link)',
    uiFontFamily: 'var(--font-text)',
    uiFontSize: '0.86rem',
    frames: {
      frameBoxShadowCssValue: 'none',
      shadowColor: 'transparent',
      editorBackground: 'var(--code)',
      editorTabBarBackground: 'transparent',
      editorActiveTabBackground: 'var(--page)',
      editorActiveTabForeground: 'var(--ink)',
      editorActiveTabIndicatorTopColor: 'var(--ink)',
      editorActiveTabIndicatorBottomColor: 'transparent',
      editorTabBarBorderBottomColor: 'var(--stave)',
      terminalBackground: 'var(--code)',
      terminalTitlebarBackground: 'transparent',
      terminalTitlebarForeground: 'var(--ink-2)',
      terminalTitlebarBorderBottomColor: 'var(--stave)',
      terminalTitlebarDotsOpacity: '0',
      tooltipSuccessBackground: 'var(--consonant)',
      tooltipSuccessForeground: 'var(--page)',
      inlineButtonForeground: 'var(--ink-2)',
      inlineButtonBorder: 'var(--stave)',
      inlineButtonBackground: 'var(--page)',
    },
    textMarkers: {
      markBackground: 'var(--mark)',
      markBorderColor: 'var(--link)',
      inlineMarkerBorderRadius: '0',
    },
  },
});
