// Loaded before every npm script: says in one sentence why the machine's own Node cannot run them.
const needed = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `Cannot run on Node ${process.versions.node}: Tutti runs on the Node that npm installs with it, and that one is missing. ` +
      'Run "npm ci" again without --ignore-scripts, then start through npm ("npm start", "npm test").\n',
  );
  process.exit(2);
}
