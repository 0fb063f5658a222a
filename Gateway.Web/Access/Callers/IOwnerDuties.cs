namespace Gateway.Web.Access.Callers;

/// <summary>
/// What only the owner of a site does, and not every gateway of the site: signing and revoking tokens, log-in, and the change feed. A
/// gateway without a site is its own owner. May be used on any thread; does not wait.
/// </summary>
internal interface IOwnerDuties
{
    /// <summary>Whether this gateway has these duties.</summary>
    bool AreHere { get; }

    /// <summary>Who has them, for messages, such as "the owner of site plant-1 (https://plant:8443)".</summary>
    string Where { get; }
}
