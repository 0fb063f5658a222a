namespace Gateway.Web.Access.Callers;

/// <summary>The answer of the policy.</summary>
internal enum AccessDecision
{
    /// <summary>The caller may do the action.</summary>
    Allowed,

    /// <summary>The caller's token does not allow this action on any session. The caller may be told so.</summary>
    Forbidden,

    /// <summary>The caller cannot access this session. The caller must get the same answer as for a session that does not exist.</summary>
    OutOfReach,
}
