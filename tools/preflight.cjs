/**
 * Run before every program in the scripts of package.json: says in one sentence what is missing where Node would print
 * a stack. In a JavaScript that old versions of Node read, and without any package.
 */
'use strict';

const { engines } = require('../package.json');

/**
 * Whether a version of Node is in a range like "^20.19 || >=24".
 * @param {string} version as `process.versions.node`
 * @param {string} range
 */
function isInRange(version, range) {
  const [major, minor] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, sign, wantedMajor, wantedMinor] = /^\s*(\^|>=)(\d+)(?:\.(\d+))?/.exec(part) || [];
    const isLater = major > Number(wantedMajor);
    const isSame = major === Number(wantedMajor) && minor >= Number(wantedMinor || 0);
    return isSame || (sign === '>=' && isLater);
  });
}

function isInstalled() {
  try {
    require.resolve('tsx');
    return true;
  } catch {
    return false;
  }
}

/**
 * What stands in the way, in a sentence; null if nothing does.
 * @param {string} version
 * @param {boolean} hasPackages
 */
function obstacle(version, hasPackages) {
  if (!isInRange(version, engines.node)) {
    const wanted = engines.node
      .replace(/\^/g, '')
      .replace(/>=(\S+)/g, '$1 or newer')
      .replace(/ \|\| /g, ', ');
    return `This needs Node ${wanted}, and this is ${version}: nvm use, or see .nvmrc.`;
  }
  return hasPackages ? null : 'The packages are not installed: run npm ci first.';
}

const sentence = obstacle(process.versions.node, isInstalled());
if (sentence !== null) {
  console.error(`error: ${sentence}`);
  process.exit(2);
}

module.exports = { obstacle };
