// Parses each Mermaid diagram of the given files as Mermaid itself does; needs the packages mermaid and jsdom.
import { readFileSync } from 'node:fs'
import { JSDOM } from 'jsdom'

globalThis.window = new JSDOM('<body></body>').window
globalThis.document = window.document
const { default: mermaid } = await import('mermaid')
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' })
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8')
  const inMarkdown = [...text.matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].map((found) => found[1])
  for (const diagram of text.startsWith('flowchart') ? [text] : inMarkdown) {
    try {
      if (diagram.length > 50_000) throw new Error(`${diagram.length} characters`)
      await mermaid.parse(diagram)
      console.log(`${file}: ok`)
    } catch (error) {
      console.log(`${file}: ${String(error.message).split('\n')[0]}`)
    }
  }
}
