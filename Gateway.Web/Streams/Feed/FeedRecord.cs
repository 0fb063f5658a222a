using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed;

/// <summary>A committed change and what decides who may read it.</summary>
/// <param name="Change">As readers get it.</param>
/// <param name="Session">The session it is about, as it was then; null for a change of no session.</param>
internal sealed record FeedRecord(FeedChange Change, SessionAccessInfo? Session);
