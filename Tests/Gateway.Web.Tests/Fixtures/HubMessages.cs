using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Serialization;
using Gateway.Testing;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>Random hub messages: valid ones, and valid ones whose structure or bytes were changed.</summary>
internal static class HubMessages
{
    private const string LoneSurrogate = "lone surrogate";

    public static byte[] Random(Random random, string sessionId)
    {
        var message = Valid(random, sessionId);
        switch (random.Next(10))
        {
            case 0:
                return Utf8(message);
            case 1:
                return WithoutSeparator(Fuzz.Bytes(random, random.Next(1, 100)));
            case 2:
                return WithoutSeparator(Fuzz.Mutate(random, Utf8(message)));
            case 3:
                message["arguments"] = Odd(random);
                return Utf8(message);
            default:
                return Utf8(Change(random, message, depth: 0)!);
        }
    }

    private static JsonObject Valid(Random random, string sessionId)
    {
        (int Type, string Target, JsonNode?[] Arguments)[] calls =
        [
            (1, HubContract.OpenSession, [Node(new OpenSessionRequest { Name = "n", SessionTag = "t", Backend = "simulator", LeaseSeconds = 60, CloseWhenDetached = true })]),
            (1, HubContract.CloseSession, [sessionId]),
            (1, HubContract.ListSessions, []),
            (1, HubContract.FindItems, [sessionId, Node(new FindItemsRequest { Like = "tank", Level = ItemLevel.Object, Area = "", Limit = 3, After = "0:T" })]),
            (1, HubContract.GetSession, [sessionId]),
            (1, HubContract.Invoke, [sessionId, Node(SampleCommands.Full with { Method = random.GetItems(Enum.GetValues<MxMethod>(), 1)[0] })]),
            (1, HubContract.Invoke, [sessionId, Node(SampleCommands.Full)]),
            (4, HubContract.StreamSession, [sessionId, Node(Request(random))]),
            (1, HubContract.UpdateStream, [sessionId, Node(new StreamSettings { Mode = StreamMode.Conflate, Filter = Request(random).Filter, FlushIntervalMs = 1, Snapshot = true })]),
            (4, HubContract.StreamSession, [sessionId, Node(new StreamRequest())]),
            (4, HubContract.StreamSessions, [Node(new MultiSessionRequest { SessionTags = ["t*"], Names = ["n"], Backends = ["simulator"], Filter = new StreamFilter { References = ["*"] }, Cursor = SampleCursors.Refused[0], MaxBatch = 5 })]),
            (4, HubContract.StreamSessions, [Node(new MultiSessionRequest { Cursor = Serialization.MultiSessionCursor.Write(SampleCursors.All[1]) })]),
            (1, HubContract.SetSessionTag, [sessionId, "t"]),
        ];
        var (type, target, arguments) = random.GetItems(calls, 1)[0];
        return new JsonObject
        {
            ["type"] = type,
            ["target"] = target,
            ["invocationId"] = $"fuzz-{random.Next()}",
            ["arguments"] = new JsonArray(arguments),
        };
    }

    private static StreamRequest Request(Random random) => new()
    {
        ResumeAfter = 1,
        Epoch = "epoch-1",
        Snapshot = SnapshotPolicy.Always,
        Filter = new StreamFilter
        {
            Families = [EventFamily.OnDataChange],
            Items = [new ItemKey { ServerHandle = 1, ItemHandle = 1 }],
            References = ["Tank*"],
            MinimumQuality = 64,
            Deadband = 0.5,
            DeadbandPercent = 1,
        },
        Mode = random.Next(2) == 0 ? StreamMode.Lossless : StreamMode.Conflate,
        OnSlow = SlowPolicy.Conflate,
        BufferEvents = 10,
        FlushIntervalMs = 1,
        MaxBatch = 5,
    };

    // Follows a random path and changes the node at its end.
    private static JsonNode? Change(Random random, JsonNode? node, int depth)
    {
        if (depth > 1 && random.Next(3) == 0)
        {
            return Odd(random);
        }

        if (node is JsonObject { Count: > 0 } map)
        {
            var name = map.ElementAt(random.Next(map.Count)).Key;
            if (random.Next(8) == 0)
            {
                map.Remove(name);
            }
            else
            {
                map[name] = Change(random, map[name]?.DeepClone(), depth + 1);
            }

            return map;
        }

        if (node is JsonArray { Count: > 0 } list)
        {
            var index = random.Next(list.Count);
            list[index] = Change(random, list[index]?.DeepClone(), depth + 1);
            return list;
        }

        return depth > 0 ? Odd(random) : node;
    }

    private static JsonNode? Odd(Random random) => random.Next(16) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(-3, 100)),
        2 => JsonValue.Create(long.MaxValue),
        3 => JsonNode.Parse("1e400"),
        4 => JsonNode.Parse("-0.5"),
        5 => JsonValue.Create(""),
        6 => JsonValue.Create(new string('x', random.Next(1, 5_000))),
        7 => JsonValue.Create(LoneSurrogate),
        8 => JsonValue.Create(true),
        9 => new JsonArray(),
        10 => new JsonArray((JsonNode?)null),
        11 => new JsonObject(),
        12 => new JsonObject { ["value"] = new JsonArray(new JsonArray()) },
        13 => JsonNode.Parse(new string('[', 20) + new string(']', 20)),
        14 => JsonValue.Create(int.MinValue),
        _ => JsonNode.Parse("99999999999999999999999"),
    };

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, GatewayJson.Options);

    // A lone surrogate is half a character, which the JSON library would refuse to write.
    private static byte[] Utf8(JsonNode message) =>
        System.Text.Encoding.UTF8.GetBytes(message.ToJsonString().Replace(LoneSurrogate, "\\ud800", StringComparison.Ordinal));

    private static byte[] WithoutSeparator(byte[] bytes) => [.. bytes.Where(one => one != 0x1e)];
}
