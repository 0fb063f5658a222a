using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>An edge checks the tokens of its site's owner, over a real NATS server. The class has its own server, because it stops the server.</summary>
public sealed class EdgeTrustTests(NatsServer nats) : IClassFixture<NatsServer>
{
    private static readonly (HttpStatusCode, string?) Fine = (HttpStatusCode.OK, null);
    private static readonly (HttpStatusCode, string?) Refused = (HttpStatusCode.Unauthorized, "Unauthenticated");
    private static readonly (HttpStatusCode, string?) Later = (HttpStatusCode.ServiceUnavailable, "SiteUnavailable");

    [NatsFact]
    public async Task An_edge_accepts_the_tokens_of_the_owner_also_after_a_rotation_and_has_no_key_of_its_own()
    {
        await using var rig = new TrustRig(nats);
        var (owner, edge) = await rig.BothAsync();
        Assert.Equal(Fine, await TrustRig.AskAsync(edge, (await owner.MintAsync("ada", "sessions:read")).Token.Token));

        await owner.Get<SigningKeyRing>().RotateAsync(Patience.Token);
        var later = (await owner.MintAsync("ada", "sessions:read")).Token.Token;
        await Eventually.Async(async () => await TrustRig.AskAsync(edge, later) == Fine, "the new key at the edge");
        Assert.Equal(owner.Get<ITokenKeys>().Public.Select(key => key.KeyId), edge.Get<ITokenKeys>().Public.Select(key => key.KeyId));

        await using var database = await edge.Get<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync(Patience.Token);
        Assert.Empty(await database.SigningKeys.ToListAsync(Patience.Token));
        Assert.False(edge.Get<SigningKeyRing>().IsLoaded);
        Assert.Equal(Refused, await TrustRig.AskAsync(edge, "a.b.c"));
        Assert.Equal(Refused, await TrustRig.AskAsync(edge, null));
    }

    [NatsFact]
    public async Task A_revocation_ends_streams_at_the_edge_as_at_the_owner()
    {
        await using var rig = new TrustRig(nats);
        var (owner, edge) = await rig.BothAsync();
        var minted = await owner.MintAsync("ada", "sessions:read");
        await using var connection = await edge.ConnectAsync(minted.Token.Token);
        await using var other = await edge.ConnectAsync((await owner.MintAsync("bob", "sessions:read")).Token.Token);
        await using var items = connection.StreamAsync<OverviewItem>(HubContract.StreamOverview, new OverviewRequest(), Patience.Token).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync().AsTask().WithTimeout("the overview"));

        await RevokeAsync(owner, minted);

        var error = await Assert.ThrowsAsync<HubException>(async () =>
        {
            while (await items.MoveNextAsync().AsTask().WithTimeout("the end of the stream"))
            {
            }
        });
        Assert.Equal(GatewayErrorCode.TokenRevoked, GatewayException.FromWireMessage(error.Message)?.Code);
        Assert.Equal(Refused, await TrustRig.AskAsync(edge, minted.Token.Token));
        await other.InvokeAsync<HubLimits>(HubContract.GetLimits, Patience.Token).WithTimeout("the limits of another token");
    }

    [NatsFact]
    public async Task What_is_revoked_and_rotated_while_nats_is_away_reaches_the_edge_afterwards()
    {
        await using var rig = new TrustRig(nats);
        var (owner, edge) = await rig.BothAsync();
        var minted = await owner.MintAsync("ada", "sessions:read");
        nats.Stop();
        string later;
        try
        {
            await Eventually.Async(() => edge.Get<TrustCondition>().Faults.Any() && owner.Get<ClusterCondition>().State == SiteState.Away, "the loss of NATS");
            await RevokeAsync(owner, minted);
            await owner.Get<SigningKeyRing>().RotateAsync(Patience.Token);
            later = (await owner.MintAsync("ada", "sessions:read")).Token.Token;

            // An edge that cannot reach its site goes on with what it knows.
            Assert.Equal(Fine, await TrustRig.AskAsync(edge, minted.Token.Token));
        }
        finally
        {
            await nats.StartAsync();
        }

        await Eventually.Async(async () => await TrustRig.AskAsync(edge, minted.Token.Token) == Refused && await TrustRig.AskAsync(edge, later) == Fine, "the revocation and the new key at the edge");
        await Eventually.Async(() => !edge.Get<TrustCondition>().Faults.Any(fault => fault.Contains("keys", StringComparison.Ordinal)), "the end of the fault");
    }

    [NatsFact]
    public async Task An_edge_that_has_not_heard_of_its_site_for_too_long_asks_callers_to_try_again()
    {
        await using var rig = new TrustRig(nats);
        var (owner, edge) = await rig.BothAsync();
        var token = (await owner.MintAsync(new TokenRequest { Subject = "ada", Scopes = ["sessions:read"], Lifetime = TimeSpan.FromHours(10) })).Token.Token;
        nats.Stop();
        try
        {
            await Eventually.Async(() => edge.Get<TrustCondition>().Faults.Any(), "the loss of NATS");
            edge.Clock.Advance(TimeSpan.FromMinutes(59));
            Assert.Equal(Fine, await TrustRig.AskAsync(edge, token));
            edge.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(Later, await TrustRig.AskAsync(edge, token));
            Assert.Contains("60 minutes", await TrustRig.HealthAsync(edge), StringComparison.Ordinal);
        }
        finally
        {
            await nats.StartAsync();
        }

        await Eventually.Async(async () => await TrustRig.AskAsync(edge, token) == Fine, "the site");
    }

    [NatsFact]
    public async Task Before_the_owner_has_published_its_keys_callers_are_asked_to_try_again()
    {
        await using var rig = new TrustRig(nats);
        var edge = await rig.EdgeAsync();
        var foreign = await GatewayHost.StartAsync();
        var token = (await foreign.MintAsync("ada", "admin")).Token.Token;
        Assert.Equal(Later, await TrustRig.AskAsync(edge, token));
        Assert.Equal(Later, await TrustRig.AskAsync(edge, null, HttpMethod.Get, "/.well-known/jwks.json"));
        using (var response = await edge.SendAsync(token, HttpMethod.Post, $"{HubContract.Path}/negotiate?negotiateVersion=1"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (response.StatusCode, response.Headers.GetValues("Retry-After").Single()));
        }

        Assert.Equal(Refused, await TrustRig.AskAsync(edge, null));
        Assert.Contains("no owner of the site has published", await TrustRig.HealthAsync(edge), StringComparison.Ordinal);
        var owner = await rig.OwnerAsync();
        // A token counts from the owner's time on.
        edge.Clock.Advance(owner.Clock.GetUtcNow() - edge.Clock.GetUtcNow());
        await Eventually.Async(async () => await TrustRig.AskAsync(edge, (await owner.MintAsync("ada", "admin")).Token.Token) == Fine, "the keys");
        Assert.Equal(Refused, await TrustRig.AskAsync(edge, token));
        await foreign.DisposeAsync();
    }

    [NatsFact]
    public async Task What_only_an_owner_does_is_refused_at_an_edge_with_the_owner_s_address()
    {
        await using var rig = new TrustRig(nats);
        var (owner, edge) = await rig.BothAsync();
        var admin = (await owner.MintAsync("root", "admin")).Token.Token;
        (HttpMethod, string, object?)[] requests =
        [
            (HttpMethod.Post, "/api/tokens", new { subject = "eve", scopes = new[] { "admin" } }), (HttpMethod.Get, "/api/tokens", null), (HttpMethod.Get, "/api/tokens/x", null),
            (HttpMethod.Delete, "/api/tokens/x", null), (HttpMethod.Post, "/api/keys/rotate", null), (HttpMethod.Post, "/api/login", new { user = "a", password = "b" }),
            (HttpMethod.Get, "/api/feed", null), (HttpMethod.Get, "/api/feed/export", null),
        ];
        foreach (var (method, path, body) in requests)
        {
            using var response = await edge.SendAsync(admin, method, path, body);
            var problem = await TrustRig.ProblemAsync(response);
            Assert.True(problem.GetProperty("code").GetString() == "Unsupported", $"{method} {path}: {problem}");
            Assert.Contains($"the owner of site {rig.Site} ({TrustRig.Address})", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.False((await edge.GetAsync<System.Text.Json.JsonElement>(null, "/api/login")).GetProperty("password").GetBoolean());
        await using var connection = await edge.ConnectAsync(admin);
        await RefusesAsync(() => connection.InvokeAsync<FeedCursor?>(HubContract.GetFeedCursor, "c", Patience.Token));
        await RefusesAsync(() => connection.InvokeAsync(HubContract.DeleteFeedCursor, "c", Patience.Token));
        await RefusesAsync(async () =>
        {
            await foreach (var _ in connection.StreamAsync<FeedItem>(HubContract.StreamFeed, new FeedRequest(), Patience.Token))
            {
            }
        });
        var error = await Assert.ThrowsAsync<GatewayException>(() => edge.MintAsync("eve", "admin"));
        Assert.Equal(GatewayErrorCode.Unsupported, error.Code);
        await edge.Get<KeyUpkeep>().RunOnceAsync(Patience.Token);
        Assert.Null(await edge.Get<StartupTokenSource>().MintAsync(isOnTerminal: true, Patience.Token));
        Assert.Equal(Fine, await TrustRig.AskAsync(owner, admin, HttpMethod.Get, "/api/tokens"));
    }

    [NatsFact]
    public async Task Hostile_entries_never_become_keys_and_the_owner_s_keys_go_on_verifying()
    {
        await using var rig = new TrustRig(nats);
        var (owner, edge) = await rig.BothAsync();
        var good = (await owner.MintAsync("ada", "sessions:read")).Token.Token;
        var known = edge.Get<ITokenKeys>().Public.Select(key => key.KeyId).ToList();
        using var mallory = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = Base64UrlEncoder.Encode(mallory.ExportParameters(true).D);
        var bucket = await rig.KeysAsync();
        string[] entries =
        [
            "", "x", "[]", """{"keys":[{"kty":"oct","kid":"m","alg":"HS256","use":"sig","k":"AAAA"}]}""",
            $$"""{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{KeyId.Of(mallory)}}","x":"AA","y":"AA","d":"{{secret}}"}]}""",
            $$"""{"keys":[],"node":"{{new string('x', 30_000)}}"}""",
        ];
        for (var i = 0; i < entries.Length; i++)
        {
            await bucket.PutAsync($"mallory{i}", Encoding.UTF8.GetBytes(entries[i]), cancellationToken: Patience.Token);
        }

        await Eventually.Async(() => edge.Logs.Lines.Count(line => line.Contains("ClusterTrustEntryRefused", StringComparison.Ordinal) || line.Contains("bucket of keys is not one", StringComparison.Ordinal)) >= 5, "the refusals in the log");
        Assert.Equal(known, edge.Get<ITokenKeys>().Public.Select(key => key.KeyId));
        Assert.Equal(Fine, await TrustRig.AskAsync(edge, good));
        Assert.DoesNotContain(edge.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));

        var revocations = await rig.RevocationsAsync();
        await revocations.PutAsync("mallory.x", "not a time", cancellationToken: Patience.Token);
        await bucket.DeleteAsync(owner.Get<GatewayStore>().InstanceId, cancellationToken: Patience.Token);
        await Eventually.Async(async () => await TrustRig.AskAsync(edge, good) == Later, "the removal of the owner's keys");
    }

    [NatsFact]
    public async Task A_revocation_is_in_the_bucket_as_long_as_its_token_would_be_valid()
    {
        await using var rig = new TrustRig(nats);
        var (owner, edge) = await rig.BothAsync();
        var (first, second) = (await owner.MintAsync("ada", "sessions:read"), await owner.MintAsync("ada", "sessions:read"));
        await RevokeAsync(owner, first);
        var key = Revocation.KeyOf(owner.Get<GatewayStore>().InstanceId, first.Token.TokenId);
        var bucket = await rig.RevocationsAsync();
        await Eventually.Async(async () => (await bucket.TryGetEntryAsync<string>(key, cancellationToken: Patience.Token)).Success, "the revocation");

        // The edge keeps what it has heard of, whoever deletes the entry.
        await Eventually.Async(() => edge.Get<RevokedTokens>().Contains(first.Token.TokenId), "the revocation at the edge");
        await bucket.PurgeAsync(key, cancellationToken: Patience.Token);
        Assert.Equal(Refused, await TrustRig.AskAsync(edge, first.Token.Token));

        owner.Get<RevokedTokens>().Forget(owner.Clock.GetUtcNow().AddHours(3));
        await RevokeAsync(owner, second);
        await Eventually.Async(async () => (await bucket.TryGetEntryAsync<string>(Revocation.KeyOf(owner.Get<GatewayStore>().InstanceId, second.Token.TokenId), cancellationToken: Patience.Token)).Success, "the second revocation");
        await Eventually.Async(async () => (await bucket.GetStatusAsync(Patience.Token)).Info.State.Messages == 1, "the end of the first revocation, without a mark");
    }

    private static async Task RevokeAsync(GatewayHost owner, MintedToken token)
    {
        using var response = await owner.SendAsync((await owner.MintAsync("root", "admin")).Token.Token, HttpMethod.Delete, $"/api/tokens/{token.Token.TokenId}");
        response.EnsureSuccessStatusCode();
    }

    private static async Task RefusesAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<HubException>(() => call().WithTimeout("the refusal"));
        Assert.Equal(GatewayErrorCode.Unsupported, GatewayException.FromWireMessage(error.Message)?.Code);
        Assert.Contains(TrustRig.Address, error.Message, StringComparison.Ordinal);
    }
}
