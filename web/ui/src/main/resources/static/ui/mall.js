// MallHive in the browser: small helpers over pages that work without them. No framework, no inline handlers.
(() => {
  "use strict";
  const doc = document;
  const root = doc.documentElement;
  const all = (selector, from = doc) => from.querySelectorAll(selector);
  const text = (key, fallback) => doc.body.dataset[key] || fallback;

  // ------------------------------------------------------------------ toasts
  // The region is in the page from the start, because screen readers only announce changes of a region they know.
  function toast(message, tone) {
    const region = doc.getElementById("toasts");
    if (!region || !message) return;
    const box = doc.createElement("div");
    box.className = tone === "danger" ? "toast toast--danger" : "toast";
    const words = doc.createElement("span");
    words.className = "grow";
    words.textContent = message;
    const close = doc.createElement("button");
    close.type = "button";
    close.setAttribute("aria-label", text("textClose", "Close"));
    close.textContent = "✕";
    close.addEventListener("click", () => box.remove());
    box.append(words, close);
    region.append(box);
    while (region.children.length > 3) region.firstElementChild.remove();
    // A message that can be read at leisure: time runs only while nobody points at it or has focus in it.
    let left = tone === "danger" ? 12 : 6;
    const clock = setInterval(() => {
      if (!box.isConnected) clearInterval(clock);
      else if (!box.matches(":hover, :focus-within") && --left <= 0) box.remove();
    }, 1000);
  }

  // ------------------------------------------------------------------ htmx
  // The server may send "HX-Trigger: {"toast": {"message": "...", "tone": "danger"}}".
  doc.addEventListener("toast", (event) => toast(event.detail.message || event.detail.value, event.detail.tone));
  doc.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    // A form with errors comes back as 422 and replaces the form, so that the errors can be read beside their fields.
    if (xhr.status === 422 && (xhr.getResponseHeader("content-type") || "").startsWith("text/html")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  doc.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 401) location.reload();
    else toast(xhr.getResponseHeader("X-Message") || text("textError", "That did not work. Please try again."), "danger");
  });
  doc.addEventListener("htmx:sendError", () => toast(text("textOffline", "No connection. Nothing was changed."), "danger"));
  doc.addEventListener("htmx:timeout", () => toast(text("textSlow", "This takes too long. Please try again."), "danger"));
  doc.addEventListener("htmx:load", (event) => start(event.detail.elt));
  doc.addEventListener("htmx:afterSettle", (event) => {
    const summary = event.target.querySelector && event.target.querySelector(".error-summary");
    if (summary) summary.focus();
  });

  // ------------------------------------------------------------------ forms that must not be sent twice
  function release(form) {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("data-repeatable")) return;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "1";
    // aria-busy instead of disabled: a disabled button would not send its own name and value, and would lose focus.
    const button = event.submitter || form.querySelector("button:not([type=button])");
    if (button) button.setAttribute("aria-busy", "true");
  }, true);
  const releaseAll = () => all("form[data-sent]").forEach(release);
  addEventListener("pageshow", releaseAll);
  doc.addEventListener("htmx:historyRestore", releaseAll);
  doc.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form[data-sent]");
    if (form) release(form);
  });

  // A field with data-submit sends its form when it changes (sorting, quantity); without script there is a button.
  doc.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-submit]") && field.form) field.form.requestSubmit();
  });

  doc.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) {
      const field = step.parentElement.querySelector("input");
      const before = field.value;
      if (Number(step.dataset.step) > 0) field.stepUp(); else field.stepDown();
      if (field.value !== before) {
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      return;
    }
    const thumb = event.target.closest("[data-gallery-src]");
    if (thumb) {
      event.preventDefault();
      showPicture(thumb);
      return;
    }
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = doc.getElementById(opener.dataset.dialog);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog").close();
    if (event.target.closest("[data-print]")) print();
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) navigator.clipboard.writeText(copy.dataset.copy).then(() => toast(text("textCopied", "Copied")));
  });

  // A check box with data-check-all="name" follows and leads the boxes of that name in its form.
  doc.addEventListener("change", (event) => {
    const box = event.target;
    const form = box.form;
    if (!form || box.type !== "checkbox") return;
    const lead = box.dataset.checkAll ? box : form.querySelector(`[data-check-all="${CSS.escape(box.name)}"]`);
    if (!lead) return;
    const boxes = [...form.elements].filter((each) => each.type === "checkbox" && each.name === lead.dataset.checkAll && !each.disabled);
    if (box === lead) boxes.forEach((each) => { each.checked = lead.checked; });
    const chosen = boxes.filter((each) => each.checked).length;
    lead.checked = chosen > 0 && chosen === boxes.length;
    lead.indeterminate = chosen > 0 && chosen < boxes.length;
    all("[data-check-count]", form).forEach((place) => { place.textContent = chosen; });
  });

  // ------------------------------------------------------------------ gallery
  function showPicture(thumb) {
    const gallery = thumb.closest("[data-gallery]");
    const main = gallery && gallery.querySelector("[data-gallery-main]");
    if (!main) return;
    main.removeAttribute("srcset");
    main.src = thumb.dataset.gallerySrc;
    if (thumb.dataset.galleryAlt) main.alt = thumb.dataset.galleryAlt;
    all("[data-gallery-src]", gallery).forEach((each) => each.removeAttribute("aria-current"));
    thumb.setAttribute("aria-current", "true");
  }

  // ------------------------------------------------------------------ variant picker
  // Every <template data-variant> of the picker holds one variant: data-options is a JSON object of the chosen values,
  // the rest is what to show. Radio buttons are named "option.<name>"; the hidden field [data-variant-field] is sent.
  const pickers = new WeakSet();
  function variantPicker(picker) {
    if (pickers.has(picker)) return;
    pickers.add(picker);
    const variants = [...all("[data-variant]", picker)].map((each) => ({ ...each.dataset, options: JSON.parse(each.dataset.options) }));
    if (!variants.length) return;
    const page = picker.closest("[data-product]") || doc;
    const chosen = () => Object.fromEntries([...all("input[type=radio]:checked", picker)].map((radio) => [radio.dataset.option, radio.value]));
    const matches = (variant, wanted) => Object.entries(wanted).every(([name, value]) => variant.options[name] === value);
    const put = (selector, words) => all(selector, page).forEach((place) => { place.textContent = words || ""; });

    function show() {
      const wanted = chosen();
      const variant = variants.find((each) => matches(each, wanted));
      all("[data-option-output]", picker).forEach((place) => { place.textContent = wanted[place.dataset.optionOutput] || ""; });
      // A value is struck through when it is sold out together with the other choices as they are now.
      all("input[type=radio]", picker).forEach((radio) => {
        const other = variants.find((each) => matches(each, { ...wanted, [radio.dataset.option]: radio.value }));
        radio.closest(".pill").classList.toggle("pill--out", !other || other.soldOut === "true");
      });
      const gone = !variant || variant.soldOut === "true";
      all("[data-variant-submit]", page).forEach((button) => {
        button.disabled = gone;
        const label = button.querySelector("[data-label]") || button;
        label.textContent = gone ? button.dataset.soldOutText : button.dataset.text;
      });
      if (!variant) {
        put("[data-variant-stock]", text("textNoVariant", "Not available in this combination"));
        return;
      }
      all("[data-variant-field]", page).forEach((field) => { field.value = variant.variant; });
      put("[data-variant-price]", variant.price);
      put("[data-variant-was]", variant.was);
      put("[data-variant-sku]", variant.sku);
      all("[data-variant-stock]", page).forEach((place) => {
        place.textContent = variant.stockText || "";
        place.className = "stock" + (variant.stockLevel && variant.stockLevel !== "in" ? ` stock--${variant.stockLevel}` : "");
      });
      all("[data-variant-quantity]", page).forEach((field) => {
        if (variant.max) field.max = variant.max;
        if (variant.max && Number(field.value) > Number(variant.max)) field.value = variant.max;
      });
      all(".price", picker.closest("[data-product]") || picker).forEach((price) => {
        if (price.querySelector("[data-variant-price]")) price.classList.toggle("price--sale", Boolean(variant.was));
      });
      if (variant.picture) {
        const main = page.querySelector("[data-gallery-main]");
        const thumb = [...all("[data-gallery-src]", page)].find((each) => each.dataset.gallerySrc === variant.picture);
        if (thumb) showPicture(thumb);
        else if (main) {
          main.removeAttribute("srcset");
          main.src = variant.picture;
        }
      }
    }
    picker.addEventListener("change", () => {
      show();
      const wanted = chosen();
      const variant = variants.find((each) => matches(each, wanted));
      // The address names the variant, so that a shared link or a reload shows the same one.
      if (variant) {
        const url = new URL(location.href);
        url.searchParams.set("variant", variant.variant);
        history.replaceState(history.state, "", url);
      }
    });
    show();
  }

  // ------------------------------------------------------------------ live parts
  // data-live is a stream of server-sent events; on "update" the element is replaced by data-live-fragment.
  // The browser reconnects by itself; after five failures in a row the page simply stays as it is.
  const streams = new Map();
  function live(element) {
    if (streams.has(element.id) || !("EventSource" in window)) return;
    const source = new EventSource(element.dataset.live);
    const id = element.id;
    streams.set(id, source);
    let failures = 0;
    const stop = () => {
      source.close();
      streams.delete(id);
    };
    source.addEventListener("open", () => { failures = 0; });
    source.addEventListener("error", () => { if (++failures >= 5) stop(); });
    source.addEventListener("done", stop);
    source.addEventListener("update", async () => {
      const now = doc.getElementById(id);
      if (!now) return stop();
      const answer = await fetch(now.dataset.liveFragment, { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => null);
      if (!answer || !answer.ok) return;
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = parsed.getElementById(id) || parsed.body.firstElementChild;
      if (!fresh) return;
      now.replaceWith(doc.adoptNode(fresh));
      if (window.htmx) window.htmx.process(fresh);
      all("[hx-swap-oob]", parsed).forEach((part) => {
        const place = doc.getElementById(part.id);
        if (place) place.replaceWith(doc.adoptNode(part));
      });
      if (fresh.dataset.liveMessage) toast(fresh.dataset.liveMessage);
    });
  }
  addEventListener("pagehide", () => streams.forEach((source) => source.close()));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    streams.clear();
    all("[data-live]").forEach(live);
  });

  // ------------------------------------------------------------------ suggestions under the search field
  // They are links: arrows walk through them, Escape and leaving the field close them.
  const searchForm = doc.querySelector(".search");
  const hints = searchForm && searchForm.querySelector(".suggest");
  if (hints) {
    const field = searchForm.querySelector("input[type=search]");
    const close = () => hints.replaceChildren();
    // Not every browser focuses a link that is clicked: without this the list would be gone before the click arrives.
    hints.addEventListener("pointerdown", (event) => event.preventDefault());
    searchForm.addEventListener("focusout", (event) => { if (!searchForm.contains(event.relatedTarget)) close(); });
    searchForm.addEventListener("keydown", (event) => {
      const links = [...all("a", hints)];
      if (!links.length) return;
      const at = links.indexOf(doc.activeElement);
      if (event.key === "Escape") {
        close();
        field.focus();
      } else if (event.key === "ArrowDown") {
        links[(at + 1) % links.length].focus();
      } else if (event.key === "ArrowUp") {
        (at > 0 ? links[at - 1] : field).focus();
      } else return;
      event.preventDefault();
    });
  }

  // ------------------------------------------------------------------ consent
  // The banner is a form that works by itself; here it only leaves without a new page.
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-consent]")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    if (event.submitter && event.submitter.name) body.set(event.submitter.name, event.submitter.value);
    fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" } })
      .then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        form.closest(".consent").remove();
      })
      .catch(() => form.submit());
  });

  // ------------------------------------------------------------------ small things
  function offline() {
    const bar = doc.getElementById("offline");
    if (bar) bar.hidden = navigator.onLine;
  }
  addEventListener("online", offline);
  addEventListener("offline", offline);

  doc.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    const search = doc.querySelector(".search input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  function start(from) {
    all("[data-variants]", from).forEach(variantPicker);
    if (from.matches && from.matches("[data-variants]")) variantPicker(from);
    all("[data-live]", from).forEach(live);
    if (from.matches && from.matches("[data-live]")) live(from);
    all("time[data-local]", from).forEach((time) => {
      const moment = new Date(time.dateTime);
      if (!isNaN(moment)) time.textContent = new Intl.DateTimeFormat(root.lang || undefined, { dateStyle: "medium", timeStyle: "short" }).format(moment);
    });
  }

  start(doc);
  offline();
  const summary = doc.querySelector(".error-summary");
  if (summary) summary.focus();
})();
