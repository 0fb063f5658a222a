namespace Gateway.Web.Access.Callers;

/// <summary>Answer of the policy.</summary>
internal enum AccessDecision
{
    /// <summary>The action may be done.</summary>
    Allowed,

    /// <summary>The caller's token does not allow this action, on any session. May be told to the caller.</summary>
    Forbidden,

    /// <summary>The caller does not reach this session. To be told in the same words as if it did not exist.</summary>
    OutOfReach,
}
