using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using UnmodifiedClient;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Microsoft's unmodified client writes null for whatever an application leaves undefined.</summary>
public sealed class AbsentMemberTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private string _token = null!;

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        await AlarmPlant.InAsync(_host, new SessionAccessInfo("m", "gateway:alarms", null));
        _token = (await _host.MintAsync(AccessCallers.Request("admin", null))).Token.Token;
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Null_in_every_optional_member_of_every_request_is_as_if_it_were_absent(bool packed)
    {
        await using var connection = new PlainConnection(_host.Address, _token, packed);
        await connection.StartAsync().WithTimeout("the connection");
        var session = await connection.CallAsync(HubContract.OpenSession, NullsOf<OpenSessionRequest>()).WithTimeout("the session");
        var id = (string)session["sessionId"]!;
        var register = NullsOf<MxCommand>(("method", "Register"), ("clientName", "t"));
        Assert.Equal(1L, (await connection.CallAsync(HubContract.Invoke, id, register).WithTimeout("the command"))["returnValue"]);

        var filter = ("filter", (object?)NullsOf<StreamFilter>());
        foreach (var (method, arguments) in new (string, object?[])[]
        {
            (HubContract.StreamSession, [id, NullsOf<StreamRequest>()]),
            (HubContract.StreamSession, [id, NullsOf<StreamRequest>(filter)]),
            (HubContract.StreamSessions, [NullsOf<MultiSessionRequest>()]),
            (HubContract.StreamSessions, [NullsOf<MultiSessionRequest>(filter)]),
            (HubContract.StreamFeed, [NullsOf<FeedRequest>()]),
            (HubContract.StreamAlarms, [NullsOf<AlarmRequest>()]),
        })
        {
            Assert.Equal("started", (await FirstAsync(connection, method, arguments))["kind"]);
        }

        var items = connection.StreamAsync(HubContract.StreamSession, Patience.Token, id, new object()).GetAsyncEnumerator();
        await items.MoveNextAsync().AsTask().WithTimeout("the stream");
        var settings = await connection.CallAsync(HubContract.UpdateStream, items.Current["subscriptionId"], NullsOf<StreamSettings>()).WithTimeout("the settings");
        Assert.Equal("lossless", settings["mode"]);
    }

    private static async Task<Dictionary<string, object?>> FirstAsync(PlainConnection connection, string method, object?[] arguments)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Patience.Token);
        await using var items = connection.StreamAsync(method, stop.Token, arguments).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync().AsTask().WithTimeout(method));
        return items.Current;
    }

    private static Dictionary<string, object?> NullsOf<T>(params (string Name, object? Value)[] given)
    {
        var members = typeof(T).GetProperties().Where(property => property.CanWrite && property.GetCustomAttribute<RequiredMemberAttribute>() is null)
            .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), _ => (object?)null, StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            members[name] = value;
        }

        return members;
    }
}
