using Gateway.Testing;

namespace Gateway.Web.Tests.Sessions.MultiSession;

[Trait("Size", "Long")]
public sealed class MultiSessionModelTests
{
    /// <summary>
    /// Sessions open, close and change their tags at random while events are published, and readers of different tags disconnect
    /// and resume. Some readers can access nothing else; some can access everything and choose by tag, or by tag and name. From
    /// each session each reader gets every event once and in order, none from after the session lost the reader's tag, and in the
    /// end all events of the sessions that have the tag.
    /// </summary>
    [Fact]
    public async Task Each_reader_gets_of_each_session_exactly_what_its_tag_had()
    {
        await using var run = new MultiSessionRun(TestScale.Seed, sessions: 50, readers: 10);
        await run.RunAsync(events: TestScale.Of(quick: 150_000, soak: 2_000_000));
    }
}
