using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Tests.Access.Tokens;

[Trait("Size", "Long")]
public sealed class DownScopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] ScopeNames = [.. Scopes.All.Order(StringComparer.Ordinal)];
    private static readonly string[] Tags = ["a", "b", "c"];
    private static readonly string[] Globs = ["*", "T*", "Tank101.*", "Tank10?.PV", "Tank101.PV", "*.PV", "Pump*"];
    private static readonly string[] References = ["Tank101.PV", "Tank101.Level", "Tank102.PV", "Pump1.PV", "Valve.X", "T", "Tank101."];

    /// <summary>
    /// For random pairs: a granted token never allows anything that the token of its maker does not allow at that moment.
    /// </summary>
    [Fact]
    public void A_granted_token_is_never_wider_than_its_makers()
    {
        var granted = 0;
        var property = Prop.ForAll((from own in Callers() from wanted in Requests() select (own, wanted)).ToArbitrary(), pair =>
        {
            var request = DownScope.Complete(pair.own, pair.wanted);
            if (DownScope.Excess(pair.own, request, Now) is not null)
            {
                return true;
            }

            granted++;
            return IsWithin(AsCaller(request), pair.own);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 20_000, soak: 500_000)), property);
        Assert.True(granted > 100, $"only {granted} requests were granted: the property says little");
    }

    [Fact]
    public void A_subset_of_everything_is_granted()
    {
        var own = AsCaller(new TokenRequest
        {
            Subject = "ada",
            Scopes = [Scopes.ReadSessions, Scopes.WriteSessions],
            SessionTags = ["a", "b"],
            Read = ["T*"],
            Lifetime = TimeSpan.FromHours(1),
        });
        var wanted = new TokenRequest
        {
            Subject = "ada/browser",
            Scopes = [Scopes.ReadSessions],
            SessionTags = ["a"],
            SessionId = "s1",
            Read = ["Tank101.*"],
            Lifetime = TimeSpan.FromHours(1),
        };
        Assert.Null(DownScope.Excess(own, DownScope.Complete(own, wanted), Now));
        Assert.Equal("the lifetime", DownScope.Excess(own, wanted with { Lifetime = TimeSpan.FromSeconds(3_601) }, Now));
        Assert.Equal("the subject", DownScope.Excess(own, wanted with { Subject = "adam" }, Now));
        Assert.Equal("the session", DownScope.Excess(own, wanted with { SessionId = null }, Now));
        Assert.Equal("a scope", DownScope.Excess(own, wanted with { Scopes = [Scopes.CloseSessions] }, Now));
        Assert.Equal("a session tag", DownScope.Excess(own, wanted with { SessionTags = ["c"] }, Now));
        Assert.Equal("the set of items to read", DownScope.Excess(own, wanted with { Read = null }, Now));
        Assert.Equal("the set of items to write", DownScope.Excess(own, wanted with { Write = ["*"] }, Now));
    }

    private static bool IsWithin(Caller child, Caller own) =>
        child.Scopes.All(own.HasScope)
        && child.SessionTags.IsSubsetOf(own.SessionTags)
        && child.SessionId is not null && (own.SessionId is null || own.SessionId == child.SessionId)
        && child.ExpiresAt <= own.ExpiresAt
        && References.All(reference => (own.Read?.Allow(reference) ?? true) || !(child.Read?.Allow(reference) ?? true))
        && References.All(reference => (own.Writable?.Allow(reference) ?? true) || !(child.Writable?.Allow(reference) ?? true));

    private static Caller AsCaller(TokenRequest request) => new()
    {
        Subject = request.Subject,
        TokenId = "t",
        Scopes = request.Scopes.ToFrozenSet(StringComparer.Ordinal),
        SessionTags = request.SessionTags.ToFrozenSet(StringComparer.Ordinal),
        SessionId = request.SessionId,
        Read = ItemGlobSet.Of(request.Read),
        Write = ItemGlobSet.Of(request.Write),
        ExpiresAt = Now + request.Lifetime,
    };

    private static Gen<Caller> Callers() => Requests().Select(AsCaller);

    private static Gen<TokenRequest> Requests() =>
        from scopes in Gen.NonEmptyListOf(Gen.Elements(ScopeNames))
        from tags in Gen.ListOf(Gen.Elements(Tags))
        from session in Gen.Elements<string?>(null, "s1", "s1", "s2")
        from read in MaybeGlobs()
        from write in MaybeGlobs()
        from hours in Gen.Choose(1, 4)
        select new TokenRequest
        {
            Subject = "ada",
            Scopes = [.. scopes],
            SessionTags = [.. tags.Take(2)],
            SessionId = session,
            Read = read,
            Write = write,
            Lifetime = TimeSpan.FromHours(hours),
        };

    private static Gen<IReadOnlyCollection<string>?> MaybeGlobs() => Gen.Frequency(
        (1, Gen.Constant<IReadOnlyCollection<string>?>(null)),
        (2, Gen.NonEmptyListOf(Gen.Elements(Globs)).Select(IReadOnlyCollection<string>? (globs) => [.. globs.Take(3)])));
}
