namespace Gateway.Web.Sessions.Lifetime;

/// <summary>What is stored about each session for the next start of the gateway. May be used on any thread.</summary>
internal interface ISessionManifest
{
    /// <summary>Adds the session's row or replaces it, in one step.</summary>
    Task SaveAsync(SessionRecord row);

    /// <summary>
    /// Removes the session's row, because its worker has certainly ended. Does not throw: a row that is left behind is removed later,
    /// at the latest at the next start.
    /// </summary>
    Task RemoveAsync(string sessionId);
}
