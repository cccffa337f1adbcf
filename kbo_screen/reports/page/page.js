(function () {
  "use strict";
  var tools = document.getElementById("tools");
  var search = document.getElementById("search");
  var filter = document.getElementById("filter");
  var found = document.getElementById("found");
  var districts = Array.prototype.slice.call(document.querySelectorAll("details.district"));
  var long = districts.some(function (one) { return !one.open; });
  var wait = 0;

  function look() {
    var words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var status = filter.value, groups = 0, shown = 0;
    districts.forEach(function (one) {
      var fits = !status || one.dataset.s === status;
      var hits = 0;
      one.querySelectorAll(".groups tbody tr").forEach(function (row) {
        var text = words.length && fits ? row.textContent.toLowerCase() : "";
        var hit = fits && words.every(function (word) { return text.indexOf(word) >= 0; });
        row.hidden = !hit;
        hits += hit;
      });
      var named = words.length && words.every(function (word) {
        return one.querySelector("h3").textContent.toLowerCase().indexOf(word) >= 0;
      });
      var visible = fits && (!words.length || hits > 0 || named);
      one.hidden = !visible;
      if (words.length && visible) { one.open = true; }
      if (!words.length && long) { one.open = false; }
      var line = document.querySelector('[data-d="' + one.id + '"]');
      if (line) { line.hidden = !visible; }
      shown += visible;
      groups += hits;
    });
    found.textContent = found.dataset.words.replace("{groups}", groups).replace("{districts}", shown);
  }

  function later() { window.clearTimeout(wait); wait = window.setTimeout(look, 120); }

  function openTarget() {
    var target = window.location.hash && document.getElementById(window.location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }

  tools.addEventListener("submit", function (event) { event.preventDefault(); look(); });
  search.addEventListener("input", later);
  filter.addEventListener("change", look);
  window.addEventListener("hashchange", openTarget);
  window.addEventListener("beforeprint", function () {
    if (!long) { document.querySelectorAll("details").forEach(function (one) { one.open = true; }); }
  });
  tools.hidden = false;
  openTarget();
})();
