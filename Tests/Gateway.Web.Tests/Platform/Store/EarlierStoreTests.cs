using System.Net;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Adoption;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Platform.Store;

/// <summary>A store that an earlier gateway wrote is opened and upgraded, and loses nothing.</summary>
public sealed class EarlierStoreTests
{
    private static JsonElement Answers => EarlierStore.Answers;

    [Fact]
    public async Task Every_row_of_every_table_is_kept()
    {
        using var directory = new TempDirectory();
        EarlierStore.CopyTo(directory.Path);
        var original = EarlierStore.Original("gateway.db");
        var before = TableRows.Read(original);
        Assert.All(before, table => Assert.NotEmpty(table.Value));
        await using (var host = new StoreHost(directory.Path))
        {
            await host.StartAsync();
        }

        var after = TableRows.Read(directory.File(".data", "gateway.db"), TableRows.Columns(original));
        foreach (var (table, rows) in before)
        {
            Assert.Equal(WithPresentVersion(table, rows), after[table]);
        }
    }

    [Fact]
    public async Task Its_tokens_verify_until_they_end_or_were_revoked()
    {
        await using var host = await StartAsync();
        foreach (var (name, subject) in new[] { ("admin", "root"), ("ada", "ada"), ("bob", "bob"), ("adaBrowser", "ada/browser"), ("late", "late") })
        {
            Assert.Equal(subject, (await host.GetAsync<JsonElement>(EarlierStore.Token(name), "/api/me")).GetProperty("subject").GetString());
        }

        // One of them ended by itself, and clocks may differ by the allowed skew.
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var name in new[] { "eve", "eveBrowser", "brief" })
        {
            using var response = await host.SendAsync(EarlierStore.Token(name), HttpMethod.Get, "/api/me");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        AssertSame(Answers.GetProperty("me"), await host.GetAsync<JsonElement>(EarlierStore.Token("ada"), "/api/me"));
    }

    [Fact]
    public async Task Its_signing_keys_are_decrypted_and_published()
    {
        await using var host = await StartAsync();
        var keys = await host.GetAsync<JsonElement>(null, "/.well-known/jwks.json");

        var expected = ByKid(Answers.GetProperty("keys"));
        Assert.Equal(2, expected.Count);
        foreach (var (kid, key) in ByKid(keys))
        {
            AssertSame(expected[kid], key);
            expected.Remove(kid);
        }

        Assert.Empty(expected);
    }

    [Fact]
    public async Task Its_tokens_and_its_audit_trail_are_listed_as_before()
    {
        await using var host = await StartAsync();
        var admin = EarlierStore.Token("admin");
        AssertSame(Answers.GetProperty("tokens"), await host.GetAsync<JsonElement>(admin, "/api/tokens?limit=100"));

        var audit = Answers.GetProperty("audit");
        var latest = audit.GetProperty("items")[0].GetProperty("id").GetInt64();
        AssertSame(audit, await host.GetAsync<JsonElement>(admin, $"/api/audit?limit=200&before={latest + 1}"));
    }

    [Fact]
    public async Task Its_feed_is_read_as_before_and_its_cursors_stand_where_they_were()
    {
        await using var host = await StartAsync();
        foreach (var (name, answer) in new[] { ("admin", "feed"), ("ada", "feedOfAda") })
        {
            var before = Answers.GetProperty(answer);
            var changes = before.GetProperty("changes");
            var page = await host.GetAsync<JsonElement>(EarlierStore.Token(name), $"/api/feed?after=0&limit={changes.GetArrayLength()}");
            AssertSame(changes, page.GetProperty("changes"));
            AssertSame(before.GetProperty("feedEpoch"), page.GetProperty("feedEpoch"));
        }

        foreach (var cursor in Answers.GetProperty("cursors").EnumerateArray())
        {
            await using var hub = await host.ConnectAsync(EarlierStore.Token(cursor.GetProperty("subject").GetString() == "root" ? "admin" : "ada"));
            var found = await hub.InvokeAsync<FeedCursor?>(HubContract.GetFeedCursor, cursor.GetProperty("name").GetString(), Patience.Token).WithTimeout("the cursor");
            Assert.Equal((cursor.GetProperty("feedEpoch").GetString(), cursor.GetProperty("sequence").GetInt64()), (found?.FeedEpoch, found?.Sequence));
        }
    }

    [Fact]
    public async Task Its_sessions_are_found_with_the_secrets_of_their_workers()
    {
        using var directory = new TempDirectory();
        EarlierStore.CopyTo(directory.Path);
        await using var host = new StoreHost(directory.Path);
        await host.StartAsync();
        var manifest = new StoredManifest(
            host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>(), host.Secrets, NullLogger<StoredManifest>.Instance);

        var rows = (await manifest.ReadAllAsync(Patience.Token)).Select(manifest.RowOf).ToArray();

        Assert.Equal(
            Answers.GetProperty("sessions").EnumerateArray().Select(Described).Order(),
            rows.Select(row => $"{row.Identity.SessionId} {row.Identity.Name} {row.Identity.SessionTag} {row.Identity.Owner} {row.Worker.Process.ProcessId}").Order());
        Assert.All(rows, row => Assert.Equal(ProtocolLimits.NonceBytes, row.Worker.Nonce.Length));
    }

    private static Task<GatewayHost> StartAsync() => GatewayHost.StartOnAsync(EarlierStore.CopyTo, EarlierStore.AnsweredAt);

    private static string Described(JsonElement session)
    {
        string? Text(string name) => session.TryGetProperty(name, out var value) ? value.GetString() : null;
        return $"{Text("sessionId")} {Text("name")} {Text("sessionTag")} {Text("owner")} {session.GetProperty("workerProcessId")}";
    }

    private static Dictionary<string, JsonElement> ByKid(JsonElement keys) =>
        keys.GetProperty("keys").EnumerateArray().ToDictionary(key => key.GetProperty("kid").GetString()!);

    private static string[] WithPresentVersion(string table, string[] rows) => table == "Meta"
        ? [.. rows.Select(row => row.StartsWith(MetaKeys.SchemaVersion, StringComparison.Ordinal) ? $"{MetaKeys.SchemaVersion}|{StoreSchema.All.Count}" : row)]
        : rows;

    private static void AssertSame(JsonElement expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(expected, actual), $"Before:\n{expected}\nnow:\n{actual}");
}
