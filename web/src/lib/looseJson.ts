/** JSON as Python writes it: bare NaN and ±Infinity become the strings of that name, which tables show as they are. */
export function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, quoteBare))
  }
}

const quoteBare = (token: string) => (token.startsWith('"') ? token : `"${token}"`)
