// Sends the forms of the reference to the API and shows what it answers.
for (const form of document.querySelectorAll("form[data-path]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const output = form.querySelector("output");
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = {};
    for (const input of form.querySelectorAll("input[data-in]")) {
      if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
      else if (input.value && input.dataset.in === "query") query.append(input.name, input.value);
      else if (input.value) headers[input.name] = input.value;
    }
    const token = document.getElementById("token").value.trim();
    if (token) headers.Authorization = `Bearer ${token}`;
    const body = form.elements.body?.value;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    output.textContent = "…";
    try {
      const answer = await fetch(path + (query.size ? `?${query}` : ""), { method: form.dataset.method, headers, body });
      const text = await answer.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
      output.textContent = `${answer.status} ${answer.statusText}\n${shown}`;
    } catch (error) {
      output.textContent = `The call failed: ${error.message}`;
    }
  });
}
