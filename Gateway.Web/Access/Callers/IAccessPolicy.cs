namespace Gateway.Web.Access.Callers;

/// <summary>The one place that decides who may do what. It is called on any thread and must not block.</summary>
internal interface IAccessPolicy
{
    /// <param name="caller">The caller.</param>
    /// <param name="action">What the caller wants to do.</param>
    /// <param name="session">The session that the action concerns. Null asks about the action alone, for example before the session is
    /// looked up: <see cref="AccessDecision.Allowed"/> then says nothing about any session.</param>
    AccessDecision Decide(Caller caller, GatewayAction action, SessionAccessInfo? session);
}
