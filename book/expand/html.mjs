// Text that stands for itself in HTML that Vue compiles: no tag, no entity, no {{ }}.
export function escapeHtml(text) {
  return String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("{{", "&#123;&#123;");
}

// Text that stands for itself in Markdown, but for `inline code`, which stays.
export function escapeMarkdown(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 ? part : escapeHtml(part).replaceAll("&quot;", '"').replace(/[\\*_[\]~|]/g, "\\$&")))
    .join("");
}
