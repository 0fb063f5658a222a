using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Tests.Access.Tokens;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>An edge, which has only what the owner has published, accepts and refuses the same tokens as the owner.</summary>
public sealed class EdgeTokenValidatorTests : TokenValidatorTests
{
    [Fact]
    public async Task A_token_is_refused_for_good_only_when_the_keys_are_known()
    {
        await using var owner = await PlatformHost.StartAsync();
        var token = owner.Issue(Scopes.Admin).Token;
        var sites = SitesOf(owner, new ClusterOptions { TrustMinutes = 5 });
        var (keys, edge) = (sites.All[0].Keys, ValidatorOf(owner, sites, new RevokedTokens()));
        async Task<TokenRefusal?> RefusalAsync() => (await edge.ValidateAsync(token, Patience.Token)).Refusal;

        Assert.Equal(TokenRefusal.KeysUnknown, await RefusalAsync());
        keys.BecomeCurrent();
        Assert.Equal(TokenRefusal.KeysUnknown, await RefusalAsync());
        keys.Set([Published(owner)]);
        Assert.Null(await RefusalAsync());

        keys.BecomeAway();
        owner.Clock.Advance(TimeSpan.FromMinutes(4));
        keys.BecomeAway();
        Assert.Null(await RefusalAsync());
        owner.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TokenRefusal.KeysUnknown, await RefusalAsync());
        keys.BecomeCurrent();
        Assert.Null(await RefusalAsync());
        await using var other = await PlatformHost.StartAsync();
        keys.Set([Published(other)]);
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync());
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        await using var owner = await PlatformHost.StartAsync();
        var (issued, revoked, sites) = (owner.Issue(Scopes.Admin), new RevokedTokens(), SitesOf(owner, new ClusterOptions()));
        sites.All[0].Keys.Set([Published(owner)]);
        sites.All[0].Keys.BecomeCurrent();
        var edge = ValidatorOf(owner, sites, revoked);
        Assert.Null((await edge.ValidateAsync(issued.Token, Patience.Token)).Refusal);
        var read = Revocation.Read(Revocation.KeyOf("abc", issued.TokenId), new Revocation(issued.TokenId, issued.ExpiresAt).Write())!;
        Assert.True(read.ExpiresAt >= issued.ExpiresAt);
        revoked.Add(read.TokenId, read.ExpiresAt);
        Assert.Equal(TokenRefusal.Revoked, (await edge.ValidateAsync(issued.Token, Patience.Token)).Refusal);
    }

    [Fact]
    public async Task At_an_edge_of_several_sites_a_token_counts_for_those_that_publish_its_key_and_have_not_revoked_it()
    {
        await using var a = await PlatformHost.StartAsync();
        await using var b = await PlatformHost.StartAsync();
        // A token counts from its owner's time on.
        a.Clock.Advance(b.Clock.GetUtcNow() - a.Clock.GetUtcNow());
        var sites = SitesOf(a, new ClusterOptions
        {
            Role = NodeRole.Edge,
            Url = "nats://all",
            Sites = { new SiteMembership { Site = "a", Administers = true }, new SiteMembership { Site = "b", AcceptTokensOf = { "a" } } },
        });
        var (revoked, own, other) = (new RevokedTokens(), a.Issue(Scopes.Admin), b.Issue(Scopes.Admin));
        var edge = ValidatorOf(a, sites, revoked);
        async Task<(string, string, bool)> ReachAsync(string token) =>
            (await edge.ValidateAsync(token, Patience.Token)).Caller?.Sites is { } reach ? (string.Join(',', reach.Own), string.Join(',', reach.Read), reach.Administers) : default;
        Learn(sites.All[0], a);

        Assert.Equal(("a", "b", true), await ReachAsync(own.Token));
        // It may be a token of the site that is not known.
        Assert.Equal(TokenRefusal.KeysUnknown, (await edge.ValidateAsync(other.Token, Patience.Token)).Refusal);
        Learn(sites.All[1], b);
        Assert.Equal(("b", "", false), await ReachAsync(other.Token));

        Learn(sites.All[1], a, b);
        Assert.Equal(("a,b", "", true), await ReachAsync(own.Token));
        revoked.Of("a").Add(own.TokenId, own.ExpiresAt);
        Assert.Equal(("b", "", false), await ReachAsync(own.Token));
        revoked.Of("b").Add(own.TokenId, own.ExpiresAt);
        Assert.Equal(TokenRefusal.Revoked, (await edge.ValidateAsync(own.Token, Patience.Token)).Refusal);
        Assert.Equal(("b", "", false), await ReachAsync(other.Token));
    }

    private static void Learn(SiteTrust site, params PlatformHost[] owners)
    {
        site.Keys.Set([.. owners.Select(Published)]);
        site.Keys.BecomeCurrent();
    }

    private protected override TokenValidator ValidatorOf(PlatformHost host)
    {
        var sites = SitesOf(host, new ClusterOptions());
        sites.All[0].Keys.Set([Published(host)]);
        sites.All[0].Keys.BecomeCurrent();
        return ValidatorOf(host, sites, new RevokedTokens());
    }

    private static TrustedSites SitesOf(PlatformHost host, ClusterOptions options) => new(Options.Create(options), NullLogger<TrustCondition>.Instance, host.Clock);

    private static TokenValidator ValidatorOf(PlatformHost host, TrustedSites sites, RevokedTokens revoked)
    {
        var options = host.Services.GetRequiredService<IOptions<AccessOptions>>();
        return new TokenValidator([new OwnIssuer(new EdgeKeys(sites, revoked), revoked, options)], new LocalDuties(), options, host.Clock);
    }

    // Through the form in which they are published.
    private static PublishedKeys Published(PlatformHost owner) =>
        PublishedKeys.Read(new PublishedKeys("plant", null, owner.Services.GetRequiredService<SigningKeyRing>().Public).Write())!;
}
