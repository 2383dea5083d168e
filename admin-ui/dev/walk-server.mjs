// The pages for what the server can do, walked as an operator would; part of walk.mjs. Makes and deletes its own things.
export async function walkServer({ page, step, button, see, field, base }) {
  const heading = (name) => page.getByRole("heading", { name, exact: true }).waitFor();
  const dialog = page.getByRole("dialog");
  /** Asks for a delete, types the name where it has to be typed, and waits for the server's word. */
  async function remove(path, what, typed, verb = "Delete", said = "deleted.") {
    await page.goto(`${base}${path}`);
    await button(verb).first().click();
    if (typed) {
      const act = dialog.getByRole("button", { name: `${verb} ${what}` });
      if ((await act.getAttribute("aria-disabled")) !== "true")
        throw new Error(`${what} could be deleted without typing its name`);
      await dialog.getByLabel(`Type ${typed} to confirm`).fill(typed);
    }
    await dialog.getByRole("button", { name: `${verb} ${what}` }).click();
    await see(said);
  }

  await step(
    "a user: reversible storage is warned of, a bad password refused beside its field",
    async () => {
      await page.goto(`${base}/users/new`);
      await field("Name").fill("walk-user");
      await field("How it is stored").selectOption("reversible");
      await see("This password can be read back");
      await page.getByRole("textbox", { name: "Password" }).fill("cisco");
      await button("Create user").click();
      await see("authorization password of look-ups");
      await page.getByRole("textbox", { name: "Password" }).fill("four words for walking");
      await button("Create user").click();
      await heading("walk-user");
    },
  );
  await step("its second factor is enrolled by a QR code, shown once, and reset", async () => {
    await button("Enrol a device").click();
    await button("Enrol and show the QR code once").click();
    await page.getByRole("img", { name: "QR code of the one-time codes of walk-user" }).waitFor();
    await button("It is scanned").click();
    await button("Reset").click();
    await dialog.getByRole("button", { name: /^Reset the second factor/ }).click();
    await see("asked for no code any more");
  });
  await step("a dry run says what would change, and changes nothing", async () => {
    await field("Description").fill("not saved");
    await button("What would change?").click();
    await dialog.getByText("user walk-user is changed").waitFor();
    await button("Back to the editor").click();
    await button("Discard changes").click();
    await remove("/users/walk-user", "user walk-user", null);
  });
  await step("an authority of its own, trusted for nothing", async () => {
    await page.goto(`${base}/authorities/new`);
    await field("Name").fill("walk-ca");
    await page.getByLabel("For EAP").uncheck();
    await page.getByLabel("For RadSec").uncheck();
    await see("Trusted for nothing");
    await button("Create authority").click();
    await heading("walk-ca");
  });
  await step("a certificate whose key is given out once, then revoked", async () => {
    await page.goto(`${base}/certificates`);
    await button("Issue a certificate").first().click();
    await dialog.getByLabel("For").first().selectOption("client");
    await dialog.getByLabel("Authority").selectOption("walk-ca");
    await dialog.getByLabel("Names, one a line").fill("email:walk@example.com");
    await dialog
      .getByRole("textbox", { name: "Passphrase of the PKCS#12 file" })
      .fill("walk walk walk");
    await button("Issue the certificate").click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      button("Save walk@example.com.p12").click(),
    ]);
    if (file.suggestedFilename() !== "walk@example.com.p12") throw new Error("another file");
    await button("I have saved it").click();
    await page.goto(`${base}/certificates?f=authority:walk-ca`);
    await page.getByRole("gridcell", { name: "walk@example.com" }).first().click();
    await button("Revoke").first().click();
    await dialog.getByLabel("Type walk@example.com to confirm").fill("walk@example.com");
    await button("Revoke it").click();
    await see("revoked.");
  });
  await step("an address pool; a bad range is refused beside its field", async () => {
    await page.goto(`${base}/pools/new`);
    await field("Name").fill("walk-pool");
    await field("Ranges").fill("198.51.100.9-198.51.100.2");
    await button("Create pool").click();
    await see("is not saved");
    await field("Ranges").fill("198.51.100.2-198.51.100.9");
    await button("Create pool").click();
    await heading("walk-pool");
    await see("0 of 8");
    await remove("/pools/walk-pool", "pool walk-pool", "walk-pool");
  });
  await step("a realm with two home servers, the second asked first", async () => {
    await page.goto(`${base}/realms/new`);
    await field("Name").fill("walk.example");
    await page.getByLabel("Home server 1, address").fill("192.0.2.1");
    await page.getByLabel("Home server 1, shared secret").fill("walk-secret-0123456789");
    await button("Add a home server").click();
    await page.getByLabel("Home server 2, address").fill("192.0.2.2");
    await page.getByLabel("Home server 2, shared secret").fill("walk-secret-0123456789");
    await button("Ask home server 2 earlier").click();
    await button("Create realm").click();
    await heading("walk.example");
    const first = await page.getByLabel("Home server 1, address").inputValue();
    if (first !== "192.0.2.2") throw new Error(`the first home server is ${first}`);
    await remove("/realms/walk.example", "realm walk.example", "walk.example");
  });
  await step("a webhook: its secret shown once, a test delivered or not", async () => {
    await page.goto(`${base}/webhooks/new`);
    await field("Name").fill("walk-hook");
    await field("URL").fill("http://127.0.0.1:9/walk");
    await button("Generate").click();
    await see("Shown only until you save");
    await page.getByLabel("nas.silent").check();
    await button("Create webhook").click();
    await heading("walk-hook");
    await button("Send a test").click();
    await page.getByRole("row", { name: /^test/ }).waitFor();
    await remove("/webhooks/walk-hook", "webhook walk-hook", "walk-hook");
  });
  await step("a job is planned by a dry run before anything is sent", async () => {
    await page.goto(`${base}/jobs`);
    await button("New job").first().click();
    await dialog.getByLabel("Peer").fill("walk-nobody");
    await button("Show which sessions").click();
    await see("No live session matches.");
    await button("Send nothing").click();
  });
  await step("the preview shows where each value comes from, and is kept as a test", async () => {
    await page.goto(`${base}/preview`);
    await field("Identity of the peer").fill("walk-peer.example.com");
    await field("Hub (NAS)").fill("walk-hub");
    await page.keyboard.press("Escape");
    await button("Show what it gets").click();
    await see("the session would come up");
    await see("ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0");
    await button("Save as test").click();
    await dialog.getByLabel("Name").fill("walk-test");
    await button("Save the test").click();
    await see("Test walk-test saved");
  });
  await step("a save that breaks the test is refused and can be forced", async () => {
    await page.goto(`${base}/peers/walk-peer.example.com`);
    await field("Framed-IP-Address").fill("10.99.0.78");
    await button("Save changes").click();
    await see("POLICY_TEST_FAILED");
    await button("Save although the test fails").waitFor();
    await button("Discard changes").click();
    await page.goto(`${base}/policy-tests`);
    const row = page.getByRole("row", { name: /walk-test/ });
    await row.getByText("Holds").waitFor();
    await row.getByRole("button", { name: "Delete" }).click();
    await button("Delete test walk-test").click();
    await see("deleted.");
  });
  await step("an import: a verdict for each row, applied without the bad one, undone", async () => {
    await page.goto(`${base}/transfer`);
    await page.setInputFiles("input[type=file]", {
      name: "walk.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        "name,description,group\nwalk-import.example.com,from a file,walk-group\nwalk-bad.example.com,,walk-none\n",
      ),
    });
    await button("Show what it would do").click();
    await see("1 new, 1 refused");
    await page.getByLabel("If a row is refused").selectOption("each");
    await button("Show what it would do").click();
    await button("Import 1 object").click();
    await see("Imported: 1 new");
    await button("Undo").first().click();
    await dialog.getByRole("button", { name: /^Undo the import/ }).click();
    await see("Undone: 1 object");
  });
  await step("an operator is made, disabled and deleted", async () => {
    await page.goto(`${base}/operators`);
    await button("New operator").click();
    await dialog.getByLabel("Name").fill("walk-operator");
    await dialog.getByRole("textbox", { name: "First password" }).fill("four words for signing in");
    await button("Make the account").click();
    const row = page.getByRole("row", { name: /^walk-operator/ });
    await row.getByRole("button", { name: "Edit" }).click();
    await dialog.getByLabel("Enabled").uncheck();
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await row.getByText("Disabled").waitFor();
    await row.getByRole("button", { name: "Delete" }).click();
    await dialog.getByLabel("Type walk-operator to confirm").fill("walk-operator");
    await button("Delete operator walk-operator").click();
    await see("Operator walk-operator deleted.");
  });
}
