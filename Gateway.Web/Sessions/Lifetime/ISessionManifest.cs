namespace Gateway.Web.Sessions.Lifetime;

/// <summary>What is kept of each session for the next start of the gateway. Any thread.</summary>
internal interface ISessionManifest
{
    /// <summary>Adds the session's row or replaces it, in one step.</summary>
    Task SaveAsync(SessionRecord row);

    /// <summary>The session's worker is gone for certain. Does not throw: a row that is left behind is cleared at the next start.</summary>
    Task RemoveAsync(string sessionId);
}
