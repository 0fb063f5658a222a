namespace UnmodifiedClient;

/// <summary>One session, with the operations of an application.</summary>
public sealed class PlainSession
{
    private readonly PlainConnection _connection;
    private readonly bool _packed;
    private readonly Dictionary<string, long> _handles = new(StringComparer.Ordinal);
    private readonly object? _serverHandle;

    private PlainSession(PlainConnection connection, bool packed, string id, object? serverHandle)
    {
        _connection = connection;
        _packed = packed;
        _serverHandle = serverHandle;
        Id = id;
        Values = new PlainValues(packed);
    }

    public string Id { get; }

    public PlainValues Values { get; }

    public static async Task<PlainSession> OpenAsync(PlainConnection connection, bool packed)
    {
        var info = await connection.CallAsync("OpenSession", new Dictionary<string, object?> { ["name"] = "unmodified" });
        var id = (string)info["sessionId"]!;
        var reply = await connection.CallAsync("Invoke", id, new Dictionary<string, object?> { ["method"] = "Register", ["clientName"] = "unmodified" });
        return new PlainSession(connection, packed, id, reply["returnValue"]);
    }

    public long HandleOf(string reference) => _handles[reference];

    public async Task AdviseAsync(string[] references)
    {
        var reply = await RunAsync("SubscribeBulk", ("itemDefinitions", references));
        var results = (object?[])reply["results"]!;
        for (var i = 0; i < references.Length; i++)
        {
            _handles[references[i]] = (long)((Dictionary<string, object?>)results[i]!)["itemHandle"]!;
        }
    }

    public Task WriteAsync(long itemHandle, object value) =>
        RunAsync("Write", ("itemHandle", itemHandle), ("value", Values.Outgoing(value)), ("userId", 0));

    /// <summary>The item's value, as the protocol carries it.</summary>
    public async Task<object?> ReadAsync(string reference)
    {
        var reply = await RunAsync("ReadBulk", ("itemDefinitions", new[] { reference }));
        var result = (Dictionary<string, object?>)((object?[])reply["results"]!)[0]!;
        return ((Dictionary<string, object?>)result["value"]!)["value"];
    }

    public async Task<int> CountReadersAsync() => ((object?[])(await _connection.CallAsync("GetSession", Id))["subscriptions"]!).Length;

    /// <summary>Starts to read a stream of this session, or of another one if it is named.</summary>
    public PlainReader Read(Dictionary<string, object?> request, string? sessionId = null) =>
        new(stop => _connection.StreamAsync("StreamSession", stop, sessionId ?? Id, request), _packed);

    private Task<Dictionary<string, object?>> RunAsync(string method, params (string Name, object? Value)[] fields)
    {
        var command = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        command["method"] = method;
        command["serverHandle"] = _serverHandle;
        return _connection.CallAsync("Invoke", Id, command);
    }
}
