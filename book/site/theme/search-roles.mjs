// VitePress marks its search box as a button that holds a list of options that hold links, which screen
// readers cannot make sense of. It is a dialog with a list of links: say so whenever it is drawn.
export function watchSearch() {
  const observer = new MutationObserver(() => {
    const box = document.querySelector(".VPLocalSearchBox");
    if (!box) return;
    if (box.getAttribute("role") !== "dialog") {
      for (const name of ["aria-owns", "aria-expanded", "aria-haspopup", "aria-labelledby"]) box.removeAttribute(name);
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-modal", "true");
      box.setAttribute("aria-label", "Search");
    }
    for (const key of box.querySelectorAll("kbd[aria-label]:not([role])")) key.setAttribute("role", "img");
    for (const part of box.querySelectorAll("[role=listbox], [role=option]")) {
      for (const name of ["role", "aria-selected", "aria-labelledby"]) part.removeAttribute(name);
    }
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
