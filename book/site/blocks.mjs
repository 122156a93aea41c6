// How code blocks look: code under the name of its file, program output as in a terminal, under the
// command that printed it. Both are written as ```language key="value" …
export function blocks(markdown) {
  const plainFence = markdown.renderer.rules.fence;
  const escape = markdown.utils.escapeHtml;

  markdown.renderer.rules.code_inline = (tokens, index, options, env, self) =>
    `<code v-pre${self.renderAttrs(tokens[index])}>${escape(tokens[index].content)}</code>`;
  markdown.renderer.rules.table_open = () => "<table>\n"; // no tab stop: tables never scroll here

  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const token = tokens[index];
    const { language, attributes } = readInfo(token.info);
    if (language === "output") {
      return `<figure class="output" v-pre><figcaption>output of <code>${escape(attributes.command ?? "")}</code></figcaption>` +
        `<pre tabindex="0" aria-label="${escape(`output of ${attributes.command ?? "a program"}`)}" role="group"><code>${escape(token.content)}</code></pre></figure>\n`;
    }
    if (attributes.file === undefined) return plainFence(tokens, index, ...rest);
    token.info = language;
    const name = attributes.href
      ? `<a href="${escape(attributes.href)}" target="_blank" rel="noreferrer">${escape(attributes.file)}</a>`
      : escape(attributes.file);
    const lines = attributes.lines ? ` <span class="lines">${escape(attributes.lines)}</span>` : "";
    return `<figure class="listing"><figcaption><span class="file" v-pre>${name}</span>${lines}</figcaption>${plainFence(tokens, index, ...rest)}</figure>\n`;
  };
}

export function readInfo(info) {
  const [language] = /^\S*/.exec(info.trim());
  const attributes = {};
  for (const [, key, value] of info.matchAll(/\s([a-z]+)="([^"]*)"/g)) attributes[key] = value.replaceAll("&quot;", '"');
  return { language, attributes };
}
