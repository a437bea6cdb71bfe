// What pages do beyond being read. Without it everything works; nothing here asks any other host.
"use strict";
(() => {
  const every = 15000; // ms
  const parts = () => document.querySelectorAll("[data-live][id]");
  // What the server said last: what a reader has opened since is no difference.
  const said = new Map();
  for (const part of parts()) said.set(part.id, part.outerHTML);

  const stale = (is) => {
    const note = document.getElementById("stale");
    if (note) note.hidden = !is;
  };

  // What does not fit is the past: the newest days are seen first.
  const newest = (within) => {
    for (const picture of within.querySelectorAll("svg.heat")) {
      picture.parentElement.scrollLeft = picture.parentElement.scrollWidth;
    }
  };
  newest(document);

  // Puts what is new in the place of what was there; what was open and where the keyboard was stay.
  const replace = (old, fresh) => {
    const open = [...old.querySelectorAll("details[open][id]")].map((it) => it.id);
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const same = focused && (focused.id ? `#${CSS.escape(focused.id)}`
      : focused.matches("a[href]") ? `a[href="${CSS.escape(focused.getAttribute("href"))}"]` : null);
    old.replaceWith(fresh);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    newest(fresh);
    if (same) fresh.querySelector(same)?.focus({ preventScroll: true });
  };

  const refresh = async () => {
    if (document.hidden || parts().length === 0) return;
    let answer;
    try {
      answer = await fetch(location.href, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(10000) });
    } catch {
      return stale(true);
    }
    if (answer.redirected) return location.reload(); // The session is over.
    if (!answer.ok) return stale(true);
    stale(false);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of parts()) {
      const fresh = page.getElementById(old.id);
      if (!fresh || said.get(old.id) === fresh.outerHTML) continue;
      const active = document.activeElement;
      if (old.contains(active) && active.matches("input, select, textarea")) continue; // Somebody writes there.
      said.set(old.id, fresh.outerHTML);
      replace(old, document.importNode(fresh, true));
    }
  };

  // A calendar in the place of a number of milliseconds; what is sent stays the same.
  for (const field of document.querySelectorAll("input[data-time]")) {
    const ms = Number(field.value);
    const known = field.value !== "" && Number.isSafeInteger(ms) && ms > -6e13 && ms < 2.5e14;
    if (field.value !== "" && !known) continue; // What is wrong stays to be seen.
    const shown = document.createElement("input");
    shown.type = "datetime-local";
    shown.id = field.id;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (field.hasAttribute(name)) shown.setAttribute(name, field.getAttribute(name));
    }
    if (known) shown.value = new Date(ms).toISOString().slice(0, 16);
    shown.addEventListener("change", () => {
      field.value = shown.value ? String(Date.parse(`${shown.value}Z`)) : "";
    });
    field.removeAttribute("id");
    field.type = "hidden";
    field.before(shown);
  }

  // An address to be shared has only what was filled in.
  for (const form of document.querySelectorAll("form[data-tidy]")) {
    const empty = () => [...form.elements].filter((it) => it.name && it.value === "");
    form.addEventListener("submit", () => {
      for (const field of empty()) field.disabled = true;
    });
    addEventListener("pageshow", () => {
      for (const field of empty()) field.disabled = false;
    });
  }

  if (parts().length > 0) {
    setInterval(refresh, every);
    document.addEventListener("visibilitychange", refresh);
  }
})();
