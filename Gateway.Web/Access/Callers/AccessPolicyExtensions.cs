using Gateway.Errors;

namespace Gateway.Web.Access.Callers;

/// <summary>The policy's answer as the coded error a caller gets.</summary>
internal static class AccessPolicyExtensions
{
    public static bool Allows(this IAccessPolicy policy, Caller caller, GatewayAction action, SessionAccessInfo? session) =>
        policy.Decide(caller, action, session) == AccessDecision.Allowed;

    /// <summary>For an action about no session, or about the session to be opened.</summary>
    /// <exception cref="GatewayException"><see cref="GatewayErrorCode.Forbidden"/>.</exception>
    public static void Demand(this IAccessPolicy policy, Caller caller, GatewayAction action, SessionAccessInfo? session = null)
    {
        if (!policy.Allows(caller, action, session))
        {
            throw Forbidden();
        }
    }

    /// <summary>
    /// For an action on a session that was looked up by id. A missing session (null) and one out of reach end in the same error.
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

    private static GatewayException Forbidden() => new(GatewayErrorCode.Forbidden, "The token does not allow this.");
}
