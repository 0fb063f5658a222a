using System.Collections.Frozen;
using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Tests.Access.Callers;

public sealed class ScopeAccessPolicyTests
{
    private static readonly SessionAccessInfo Session = new("s1", "olga", "line-1");
    private static readonly string[] SessionScopes = [Scopes.ReadSessions, Scopes.WriteSessions, Scopes.CloseSessions];
    private static readonly GatewayAction[] SessionActions = [GatewayAction.ReadSession, GatewayAction.WriteSession, GatewayAction.CloseSession];

    private readonly IAccessPolicy _policy = new ScopeAccessPolicy();

    public static TheoryData<string, object, string, bool> Scopings => new()
    {
        { "OpenSession", GatewayAction.OpenSession, Scopes.OpenSessions, true },
        { "ListSessions", GatewayAction.ListSessions, Scopes.ReadSessions, true },
        { "ReadSession", GatewayAction.ReadSession, Scopes.ReadSessions, true },
        { "WriteSession", GatewayAction.WriteSession, Scopes.WriteSessions, true },
        { "CloseSession", GatewayAction.CloseSession, Scopes.CloseSessions, true },
        { "ViewDiagnostics", GatewayAction.ViewDiagnostics, Scopes.Admin, true },
        { "read does not write", GatewayAction.WriteSession, Scopes.ReadSessions, false },
        { "write does not read", GatewayAction.ReadSession, Scopes.WriteSessions, false },
        { "open does not close", GatewayAction.CloseSession, Scopes.OpenSessions, false },
        { "all is reach only", GatewayAction.ReadSession, Scopes.AllSessions, false },
        { "all is no admin", GatewayAction.ViewDiagnostics, Scopes.AllSessions, false },
        { "feed is not sessions", GatewayAction.ReadSession, Scopes.ReadFeed, false },
    };

    public static TheoryData<string, object, string> Reaches => new()
    {
        { "owner", Caller("olga"), nameof(AccessDecision.Allowed) },
        { "stranger", Caller("eve"), nameof(AccessDecision.OutOfReach) },
        { "owner in other letters", Caller("Olga"), nameof(AccessDecision.OutOfReach) },
        { "right tag", Caller("eve", tag: "line-1"), nameof(AccessDecision.Allowed) },
        { "wrong tag", Caller("eve", tag: "line-2"), nameof(AccessDecision.OutOfReach) },
        { "tag in other letters", Caller("eve", tag: "LINE-1"), nameof(AccessDecision.OutOfReach) },
        { "bound to it", Caller("eve", sessionId: "s1"), nameof(AccessDecision.Allowed) },
        { "bound to another", Caller("eve", sessionId: "s2"), nameof(AccessDecision.OutOfReach) },
        { "owner bound to another", Caller("olga", sessionId: "s2"), nameof(AccessDecision.OutOfReach) },
        { "tagged but bound to another", Caller("eve", tag: "line-1", sessionId: "s2"), nameof(AccessDecision.OutOfReach) },
        { "admin bound to another", Caller("root", sessionId: "s2", extra: Scopes.Admin), nameof(AccessDecision.OutOfReach) },
        { "all sessions", Caller("eve", extra: Scopes.AllSessions), nameof(AccessDecision.Allowed) },
        { "admin", Caller("root", extra: Scopes.Admin), nameof(AccessDecision.Allowed) },
    };

    [Theory]
    [MemberData(nameof(Scopings))]
    public void Each_action_needs_its_scope(string name, object action, string scope, bool allowed)
    {
        Assert.NotEmpty(name);
        var caller = Caller("olga") with { Scopes = FrozenSet.Create(StringComparer.Ordinal, scope) };
        Assert.Equal(allowed ? AccessDecision.Allowed : AccessDecision.Forbidden, _policy.Decide(caller, (GatewayAction)action, null));
    }

    [Theory]
    [MemberData(nameof(Reaches))]
    public void Each_session_action_needs_reach(string name, object caller, string expected)
    {
        Assert.NotEmpty(name);
        Assert.All(SessionActions, action => Assert.Equal(Enum.Parse<AccessDecision>(expected), _policy.Decide((Caller)caller, action, Session)));
        Assert.Equal(Enum.Parse<AccessDecision>(expected), _policy.Decide((Caller)caller, GatewayAction.ListSessions, Session));
    }

    [Fact]
    public void No_scope_allows_nothing()
    {
        var caller = Caller("olga", tag: "line-1") with { Scopes = [] };
        Assert.All(Enum.GetValues<GatewayAction>(), action => Assert.Equal(AccessDecision.Forbidden, _policy.Decide(caller, action, Session)));
    }

    [Fact]
    public void A_session_without_a_tag_is_reached_by_no_tag()
    {
        var caller = Caller("eve", tag: "line-1");
        Assert.Equal(AccessDecision.OutOfReach, _policy.Decide(caller, GatewayAction.ReadSession, Session with { SessionTag = null }));
    }

    [Theory]
    [InlineData(null, "line-1", null, true)]
    [InlineData("line-1", "line-1", null, true)]
    [InlineData("line-2", "line-1", null, false)]
    [InlineData("line-2", null, Scopes.AllSessions, true)]
    [InlineData("line-2", null, Scopes.Admin, true)]
    public void A_session_is_opened_only_under_a_tag_the_caller_holds(string? asked, string? held, string? extra, bool allowed)
    {
        var caller = Caller("eve", held, extra: extra);
        caller = caller with { Scopes = [.. caller.Scopes, Scopes.OpenSessions] };
        Assert.Equal(
            allowed ? AccessDecision.Allowed : AccessDecision.Forbidden,
            _policy.Decide(caller, GatewayAction.OpenSession, new SessionAccessInfo(null, "eve", asked)));
    }

    [Theory]
    [InlineData(nameof(GatewayAction.OpenSession))]
    [InlineData(nameof(GatewayAction.ViewDiagnostics))]
    public void A_bound_token_does_nothing_outside_its_session(string action)
    {
        var caller = Caller("root", sessionId: "s1", extra: Scopes.Admin);
        Assert.Equal(AccessDecision.Forbidden, _policy.Decide(caller, Enum.Parse<GatewayAction>(action), null));
    }

    [Fact]
    public void A_session_out_of_reach_and_a_missing_one_are_refused_in_the_same_words()
    {
        var stranger = Caller("eve");

        var unreached = Assert.Throws<GatewayException>(() => _policy.DemandOn(stranger, GatewayAction.ReadSession, Session));
        var missing = Assert.Throws<GatewayException>(() => _policy.DemandOn(stranger, GatewayAction.ReadSession, null));

        Assert.Equal(GatewayErrorCode.SessionNotFound, unreached.Code);
        Assert.Equal(missing.ToWireMessage(), unreached.ToWireMessage());
    }

    [Fact]
    public void A_missing_scope_is_refused_before_the_session_matters()
    {
        var caller = Caller("eve") with { Scopes = [] };

        var unreached = Assert.Throws<GatewayException>(() => _policy.DemandOn(caller, GatewayAction.ReadSession, Session));
        var missing = Assert.Throws<GatewayException>(() => _policy.DemandOn(caller, GatewayAction.ReadSession, null));

        Assert.Equal(GatewayErrorCode.Forbidden, unreached.Code);
        Assert.Equal(missing.ToWireMessage(), unreached.ToWireMessage());
    }

    [Fact]
    public void At_a_gateway_of_several_sites_no_right_reaches_a_session_of_another_site_or_of_none()
    {
        var caller = Caller("olga", tag: "line-1", extra: Scopes.Admin) with { Sites = new SiteReach(["a"], [], Administers: true) };

        Assert.All(ActionsOnSessions(), action => Assert.Equal(AccessDecision.OutOfReach, _policy.Decide(caller, action, Session with { Site = "b" })));
        Assert.All(ActionsOnSessions(), action => Assert.Equal(AccessDecision.OutOfReach, _policy.Decide(caller, action, Session with { Site = null })));
        Assert.All(ActionsOnSessions(), action => Assert.Equal(AccessDecision.Allowed, _policy.Decide(caller, action, Session with { Site = "a" })));
        Assert.All(ActionsOnSessions(), action => Assert.Equal(AccessDecision.Allowed, _policy.Decide(caller with { Sites = null }, action, Session with { Site = "b" })));
    }

    [Fact]
    public void A_site_that_accepts_the_token_is_listed_and_read_within_the_rights_and_nothing_else()
    {
        var reach = new SiteReach(["a"], ["b"], Administers: false);
        var (admin, stranger, session) = (Caller("root", extra: Scopes.Admin) with { Sites = reach }, Caller("eve") with { Sites = reach }, Session with { Site = "b" });
        GatewayAction[] allowed = [GatewayAction.ListSessions, GatewayAction.ReadSession];

        Assert.All(allowed, action => Assert.Equal(AccessDecision.Allowed, _policy.Decide(admin, action, session)));
        Assert.All(allowed, action => Assert.Equal(AccessDecision.OutOfReach, _policy.Decide(stranger, action, session)));
        Assert.All(ActionsOnSessions().Except(allowed), action => Assert.Equal(AccessDecision.Forbidden, _policy.Decide(admin, action, session)));
        Assert.Equal((true, false), (admin.BelongsTo("a"), admin.BelongsTo("b")));
        // The owner of the session has the same subject, but in its own site.
        Assert.All(allowed, action => Assert.Equal(AccessDecision.OutOfReach, _policy.Decide(Caller("olga") with { Sites = reach }, action, session)));
        Assert.All(allowed, action => Assert.Equal(AccessDecision.Allowed, _policy.Decide(Caller("olga") with { Sites = reach }, action, session with { Site = "a" })));
        Assert.All(allowed, action => Assert.Equal(AccessDecision.Allowed, _policy.Decide(Caller("eve", tag: "line-1") with { Sites = reach }, action, session)));
    }

    [Fact]
    public void What_concerns_the_gateway_as_a_whole_is_for_those_who_administer_it()
    {
        GatewayAction[] whole = [GatewayAction.DrainGateway, GatewayAction.ViewDiagnostics, GatewayAction.ReadMetrics, GatewayAction.ManageTokens, GatewayAction.ViewAudit];
        var (one, all) = (Caller("root", extra: Scopes.Admin) with { Sites = new SiteReach(["a"], ["b"], false) }, Caller("root", extra: Scopes.Admin) with { Sites = new SiteReach(["a"], ["b"], true) });

        Assert.All(whole, action => Assert.Equal((AccessDecision.Forbidden, AccessDecision.Allowed), (_policy.Decide(one, action, null), _policy.Decide(all, action, null))));
        Assert.Equal((false, true), (one.AdministersGateway, all.AdministersGateway));
        Assert.Equal("a\nroot", one.Account);
    }

    private static IEnumerable<GatewayAction> ActionsOnSessions() => Enum.GetValues<GatewayAction>().Except([GatewayAction.OpenSession]);

    private static Caller Caller(string subject, string? tag = null, string? sessionId = null, string? extra = null) => new()
    {
        Subject = subject,
        TokenId = "t",
        Scopes = [.. SessionScopes, .. extra is null ? Array.Empty<string>() : [extra]],
        SessionTags = tag is null ? [] : [tag],
        SessionId = sessionId,
        ExpiresAt = DateTimeOffset.MaxValue,
    };
}
