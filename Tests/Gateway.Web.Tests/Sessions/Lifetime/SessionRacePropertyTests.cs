using System.Collections.Concurrent;
using Gateway.Testing;
using Gateway.Web.Tests.Sessions.Workers;

namespace Gateway.Web.Tests.Sessions.Lifetime;

[Trait("Size", "Long")]
[Collection(WholeProcess.Name)]
public sealed class SessionRacePropertyTests
{
    [Fact]
    public async Task Whatever_races_a_session_ends_once_its_streams_with_the_right_code_and_nothing_is_left()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            if (args.Exception.ToString().Contains("Gateway.Web.Sessions", StringComparison.Ordinal))
            {
                unobserved.Enqueue(args.Exception);
            }
        }

        // What earlier tests have left is of no interest.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await Fuzz.RunAsync(quick: 150, soak: 5_000, random => new SessionRaceRun(random.Next()).RunAsync());
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Empty(unobserved);
    }
}
