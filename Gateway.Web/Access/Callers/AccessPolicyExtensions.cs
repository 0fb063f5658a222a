using Gateway.Errors;

namespace Gateway.Web.Access.Callers;

/// <summary>Turns the policy's answer into the coded error that a caller gets.</summary>
internal static class AccessPolicyExtensions
{
    public static bool Allows(this IAccessPolicy policy, Caller caller, GatewayAction action, SessionAccessInfo? session) =>
        policy.Decide(caller, action, session) == AccessDecision.Allowed;

    /// <summary>For an action that concerns no session, or the session that is to be opened.</summary>
    /// <exception cref="GatewayException"><see cref="GatewayErrorCode.Forbidden"/>.</exception>
    public static void Demand(this IAccessPolicy policy, Caller caller, GatewayAction action, SessionAccessInfo? session = null)
    {
        if (!policy.Allows(caller, action, session))
        {
            throw Forbidden();
        }
    }

    /// <summary>
    /// For an action on a session that was looked up by id. A session that does not exist (null) and one that the caller cannot access
    /// give the same error.
    /// </summary>
    /// <exception cref="GatewayException">
    /// <see cref="GatewayErrorCode.Forbidden"/> or <see cref="GatewayErrorCode.SessionNotFound"/>.
    /// </exception>
    public static void DemandOn(this IAccessPolicy policy, Caller caller, GatewayAction action, SessionAccessInfo? session)
    {
        var decision = policy.Decide(caller, action, session);
        if (decision == AccessDecision.Forbidden)
        {
            throw Forbidden();
        }

        if (decision == AccessDecision.OutOfReach || session is null)
        {
            throw new GatewayException(GatewayErrorCode.SessionNotFound, "There is no such session.");
        }
    }

    private static GatewayException Forbidden() => new(GatewayErrorCode.Forbidden, "The token does not allow this action.");
}
