namespace Gateway.Web.Access.Callers;

/// <summary>The one place that decides who may do what. Called on any thread; must not block.</summary>
internal interface IAccessPolicy
{
    /// <param name="caller">Who asks.</param>
    /// <param name="action">What for.</param>
    /// <param name="session">
    /// The session it is about. Null asks about the action alone, for instance before the session is looked up: an
    /// <see cref="AccessDecision.Allowed"/> then promises nothing about any session.
    /// </param>
    AccessDecision Decide(Caller caller, GatewayAction action, SessionAccessInfo? session);
}
