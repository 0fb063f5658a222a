using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed;

/// <summary>A committed change, with the data that decides who may read it.</summary>
/// <param name="Change">The change as readers get it.</param>
/// <param name="Session">The session of the change, as it was then; null when the change has no session.</param>
internal sealed record FeedRecord(FeedChange Change, SessionAccessInfo? Session);
