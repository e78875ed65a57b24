// The code blocks of the documents, which are what is checked.
import {readFileSync} from 'node:fs'
import {parseAllDocuments} from 'yaml'

/** The directory of the repository, as a URL. */
export const root = new URL('../../', import.meta.url)

/** The blocks of a language below a heading of a document; at least one. */
export function blocks(document, heading, language) {
    const text = readFileSync(new URL(`docs/${document}`, root), 'utf8')
    const section = text.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#{1,6} /m)[0] ?? ''
    const found = [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block]) => block)
    if (found.length === 0) throw new Error(`docs/${document} has no ${language} below ${heading}`)
    return found
}

/** What the YAML below a heading says, document by document; a mistake in it is thrown. */
export function parsed(document, heading) {
    return blocks(document, heading, 'yaml').flatMap(block => parseAllDocuments(block)).map(document => {
        for (const mistake of document.errors) throw mistake
        return document.toJS()
    })
}
