(function () {
  "use strict";
  function byId(id) { return document.getElementById(id); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }

  var LINES = "tbody tr:not(.h), li, .check p";
  var FRAMES = "tbody, .q, .more, .check";
  /* Lists that a search opens by itself; of more, those that were found are marked and open when asked for. */
  var OPENED = 40;
  var tools = byId("tools"), search = byId("search"), found = byId("found");
  /* A letter of one tier has no choice of tiers, one without a least of a district none of statuses. */
  var filter = byId("filter") || { value: "" };
  var tier = byId("tier") || { value: "" }, chosen = byId("one");
  var districts = all("section.district").map(function (section) {
    var title = section.querySelector("h3").firstChild.textContent;
    return { section: section, name: title.toLowerCase(), alone: addActs(section, title.trim()) };
  });
  var alone = all("section.all");
  var words = [], wait = 0;

  /* What can be done with a district; returns the button that shows it alone. */
  function addActs(section, title) {
    section.insertBefore(byId("acts").content.cloneNode(true), section.querySelector("details"));
    all("button", section).forEach(function (button) { button.setAttribute("aria-label", button.textContent + " " + title); });
    if (!section.querySelector(".chat")) { section.querySelector("[data-act=copy]").remove(); }
    return section.querySelector("[data-act=alone]");
  }

  /* A long page keeps a closed list in a noscript, which is one text where scripts run: drawn when it is opened. */
  function waiting(section) { return section.querySelector("noscript"); }

  function draw(section) {
    var kept = waiting(section);
    if (kept) { kept.insertAdjacentHTML("afterend", kept.textContent); kept.remove(); }
  }

  function asWritten(word) {
    return word.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&#34;").replace(/'/g, "&#39;");
  }

  /* The lines of a list; none where a glance at its text shows that some word stands nowhere in it. */
  function linesOf(one) {
    var kept = waiting(one.section);
    if (!kept) { return all(LINES, one.section); }
    var raw = kept.textContent.toLowerCase();
    var can = words.every(function (word) { return one.name.indexOf(word) >= 0 || raw.indexOf(asWritten(word)) >= 0; });
    if (!can) { return []; }
    var inert = document.createElement("template");
    inert.innerHTML = kept.textContent;
    return all(LINES, inert.content);
  }

  function says(line, name) {
    var heading = line.closest(".q") && line.closest(".q").querySelector("p");
    var text = name + " " + (heading ? heading.textContent + " " : "") + line.textContent;
    text = text.toLowerCase();
    return words.every(function (word) { return text.indexOf(word) >= 0; });
  }

  /* How many groups of the tier asked for a district has. */
  function groupsOf(section) { return Number(tier.value ? section.dataset.t.split(" ")[tier.value] : section.dataset.n); }

  /* A list is in the order of the tiers: those before say at which rank the one asked for begins. */
  function isOfTier(line, section) {
    if (!tier.value || line.tagName !== "TR") { return true; }
    var before = section.dataset.t.split(" ").slice(0, tier.value).reduce(function (sum, count) { return sum + Number(count); }, 0);
    var rank = Number(line.cells[0].textContent);
    return rank > before && rank <= before + groupsOf(section);
  }

  /* Shows the lines of the tier that say every word, and of what holds them only what still shows one. Returns the lines. */
  function sift(lines, root, name) {
    var hits = lines.filter(function (line) { var hit = isOfTier(line, root) && says(line, name); line.hidden = !hit; return hit; });
    all(FRAMES, root).reverse().forEach(function (frame) {
      var own = all(LINES, frame);
      frame.hidden = own.length > 0 && own.every(function (line) { return line.hidden; });
    });
    return hits;
  }

  function count(lines) { return lines.filter(function (line) { return line.tagName === "TR"; }).length; }

  /* Opens what shows a line that was searched for; what a search opened is closed again when it ends. */
  function open(details) {
    if (!details.open) { details.open = true; details.dataset.opened = "1"; }
  }

  function reveal(lines) {
    lines.forEach(function (line) {
      for (var at = line.closest("details"); at; at = at.parentElement.closest("details")) { open(at); }
    });
  }

  function look() {
    document.body.classList.toggle("one", chosen.value !== "");
    words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    all("[data-opened]").forEach(function (one) { one.open = false; one.removeAttribute("data-opened"); });
    var groups = 0, others = 0, shown = 0;
    districts.forEach(function (one) {
      var fits = (!filter.value || one.section.dataset.s.split(" ").indexOf(filter.value) >= 0) &&
        (!tier.value || groupsOf(one.section) > 0) && (!chosen.value || one.section.id === chosen.value);
      one.alone.setAttribute("aria-pressed", String(one.section.id === chosen.value));
      var hits = !fits || (!words.length && waiting(one.section)) ? [] : sift(linesOf(one), one.section, one.name);
      var named = words.every(function (word) { return one.name.indexOf(word) >= 0; });
      var visible = fits && (named || hits.length > 0);
      one.section.hidden = !visible;
      document.querySelector('[data-d="' + one.section.id + '"]').hidden = !visible;
      if (!visible) { return; }
      var own = words.length ? count(hits) : groupsOf(one.section);
      shown += 1; groups += own; others += words.length ? hits.length - own : 0;
      if (words.length && shown <= OPENED) {
        open(one.section.querySelector("details"));
        if (waiting(one.section)) { draw(one.section); hits = sift(linesOf(one), one.section, one.name); }
        if (!named) { reveal(hits); }
      }
    });
    alone.forEach(function (section) {
      var hits = sift(all(LINES, section), section, "");
      section.hidden = hits.length === 0;
      if (words.length) { reveal(hits); others += hits.length; }
    });
    found.textContent = found.dataset[words.length ? "words" : "groups"].replace("{groups}", groups)
      .replace("{others}", others).replace("{districts}", shown);
  }

  /* One district and nothing of the others, or all again where none is named. */
  function showAlone(id) {
    search.value = filter.value = tier.value = "";
    chosen.value = id;
    look();
  }

  function say(section, words) {
    var status = section.querySelector(".acts [role=status]");
    status.textContent = "";
    window.setTimeout(function () { status.textContent = status.dataset[words]; }, 50);
  }

  /* Where a browser gives no clipboard the text is selected, to be copied by hand. */
  function copyByHand(section) {
    var text = section.querySelector(".chat pre");
    section.querySelector(".chat").open = true;
    window.getSelection().selectAllChildren(text);
    say(section, document.execCommand("copy") ? "copied" : "byHand");
  }

  var printed = false;
  var ACTS = {
    copy: function (section) {
      var text = section.querySelector(".chat pre").textContent;
      if (!navigator.clipboard) { copyByHand(section); return; }
      navigator.clipboard.writeText(text).then(function () { say(section, "copied"); }, function () { copyByHand(section); });
    },
    alone: function (section) {
      showAlone(chosen.value === section.id ? "" : section.id);
      section.scrollIntoView();
    },
    print: function (section) {
      printed = chosen.value !== section.id;
      showAlone(section.id);
      window.print();
    }
  };

  function later() { window.clearTimeout(wait); wait = window.setTimeout(look, 120); }

  function openTarget() {
    var target = window.location.hash && byId(window.location.hash.slice(1));
    if (target && target.classList.contains("district")) { draw(target); target.querySelector("details").open = true; target.scrollIntoView(); }
  }

  tools.addEventListener("submit", function (event) { event.preventDefault(); look(); });
  search.addEventListener("input", later);
  [filter, tier, chosen].forEach(function (choice) { if (choice.addEventListener) { choice.addEventListener("change", look); } });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-act]");
    if (button) { ACTS[button.dataset.act](button.closest("section.district")); }
  });
  window.addEventListener("hashchange", openTarget);
  document.addEventListener("toggle", function (event) {
    var section = event.target.open && event.target.closest("section.district");
    if (section && waiting(section)) {
      draw(section);
      if (words.length || tier.value) { sift(all(LINES, section), section, section.querySelector("h3").firstChild.textContent.toLowerCase()); }
    }
  }, true);
  window.addEventListener("afterprint", function () {
    if (printed) { printed = false; showAlone(""); }
  });
  /* On paper nothing is closed. */
  window.addEventListener("beforeprint", function () {
    all("section.district:not([hidden])").forEach(draw);
    all("details:not([open])").forEach(function (one) { one.open = true; one.dataset.printed = "1"; });
  });
  window.addEventListener("afterprint", function () {
    all("[data-printed]").forEach(function (one) { one.open = false; one.removeAttribute("data-printed"); });
  });
  tools.hidden = false;
  openTarget();
})();
