using System.Reflection;
using Gateway.Web.Platform.Logging;
using Gateway.Web.Streams.Log.Journal;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Platform.Logging;

public sealed class EventIdsTests
{
    [Fact]
    public void Every_log_method_has_an_id_of_its_rooms_block_that_no_other_has()
    {
        var events = Events();
        Assert.NotEmpty(events);
        Assert.Empty(events.GroupBy(entry => entry.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.All(events, entry =>
        {
            var room = RoomOf(entry.Method.DeclaringType!);
            Assert.Equal(room, Blocks().Where(block => block.Value <= entry.Id).MaxBy(block => block.Value).Key);
        });
    }

    // The ids of the journals were the feed's first, and an id is a contract with operators, so they stay in its block.
    private static string RoomOf(Type log) => log == typeof(JournalLog) ? nameof(EventIds.Feed) : log.Namespace!.Split('.')[^1];

    private static (MethodInfo Method, int Id)[] Events() =>
        [.. typeof(EventIds).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId ?? 0))
            .Where(entry => entry.Item2 != 0)];

    private static Dictionary<string, int> Blocks() =>
        typeof(EventIds).GetFields(BindingFlags.Static | BindingFlags.Public).ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);
}
