using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace UnmodifiedClient;

/// <summary>
/// Microsoft's client, set up as its documentation shows. In both protocols the received data is returned as maps, lists and
/// scalars: <see cref="Dictionary{TKey,TValue}"/>, <c>object?[]</c>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/>, <see cref="bool"/>.
/// </summary>
public sealed class PlainConnection : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly bool _packed;

    public PlainConnection(Uri gateway, string token, bool packed)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(new Uri(gateway, "/hubs/gateway"), http => http.AccessTokenProvider = () => Task.FromResult<string?>(token));
        _connection = (packed ? builder.AddMessagePackProtocol() : builder).Build();
        _packed = packed;
    }

    public Task StartAsync() => _connection.StartAsync();

    public async Task<Dictionary<string, object?>> CallAsync(string method, params object?[] arguments) =>
        (Dictionary<string, object?>)Plain(await _connection.InvokeCoreAsync(method, Received, arguments))!;

    public async IAsyncEnumerable<Dictionary<string, object?>> StreamAsync(
        string method, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken, params object?[] arguments)
    {
        var items = _packed
            ? _connection.StreamAsyncCore<object>(method, arguments, cancellationToken)
            : Boxed(_connection.StreamAsyncCore<JsonElement>(method, arguments, cancellationToken));
        await foreach (var item in items)
        {
            yield return (Dictionary<string, object?>)Plain(item)!;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Type Received => _packed ? typeof(object) : typeof(JsonElement);

    private static async IAsyncEnumerable<object> Boxed(IAsyncEnumerable<JsonElement> items)
    {
        await foreach (var item in items)
        {
            yield return item;
        }
    }

    private static object? Plain(object? raw) => raw switch
    {
        JsonElement json => PlainJson(json),
        IDictionary<object, object?> map => map.ToDictionary(entry => (string)entry.Key, entry => Plain(entry.Value), StringComparer.Ordinal),
        object?[] list => list.Select(Plain).ToArray(),
        byte or sbyte or short or ushort or int or uint or ulong => Convert.ToInt64(raw, System.Globalization.CultureInfo.InvariantCulture),
        float single => (double)single,
        _ => raw,
    };

    private static object? PlainJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(entry => entry.Name, entry => PlainJson(entry.Value), StringComparer.Ordinal),
        JsonValueKind.Array => json.EnumerateArray().Select(PlainJson).ToArray(),
        JsonValueKind.Number => json.TryGetInt64(out var number) ? (object)number : json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => null,
    };
}
