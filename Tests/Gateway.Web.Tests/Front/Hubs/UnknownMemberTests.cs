using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Errors;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Tests.Fixtures;
using MessagePack;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Every object in every argument of every hub method refuses a member that it does not have, in both protocols.</summary>
public sealed class UnknownMemberTests : IAsyncLifetime
{
    private HubHost _host = null!;

    public async Task InitializeAsync() => _host = await HubHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public void An_object_with_an_unknown_member_is_refused_by_its_name_and_taken_without(string protocol)
    {
        var objects = MethodsOfTheHub().SelectMany(ObjectsOf).ToArray();
        Assert.Contains(("UpdateStream", 1, "filter/items"), objects);
        Assert.All(objects, one =>
        {
            Assert.IsAssignableFrom<HubMethodInvocationMessage>(Parse(protocol, one, withSurplus: false));
            var refused = Assert.IsType<InvocationBindingFailureMessage>(Parse(protocol, one, withSurplus: true));
            var error = GatewayException.FromWireMessage(refused.BindingFailure.SourceException.Message)!;
            Assert.Equal(GatewayErrorCode.InvalidArgument, error.Code);
            Assert.Contains($"argument {one.Index + 1} ", error.Message, StringComparison.Ordinal);
            Assert.Contains(RequestSample.Surplus, error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public void An_event_may_be_written_back_as_a_value(string protocol)
    {
        var command = JsonNode.Parse("""
            {"method":"Write","serverHandle":1,"itemHandle":2,"value":{"sequence":7,"family":"OnDataChange","serverHandle":1,"itemHandle":2,"dataType":"Integer","value":5,"quality":192,
            "workerTime":"2026-01-02T03:04:05Z","sourceTime":"2026-01-02T03:04:05Z","rawTime":{"dataType":"Integer","value":1},"statuses":[]}}
            """);
        Assert.IsAssignableFrom<HubMethodInvocationMessage>(Parse(protocol, "Invoke", ["text", command]));
    }

    private static IEnumerable<MethodInfo> MethodsOfTheHub() => typeof(GatewayHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition().DeclaringType == typeof(GatewayHub));

    private static Type[] ArgumentsOf(MethodInfo method) =>
        [.. method.GetParameters().Select(parameter => parameter.ParameterType).Where(type => type != typeof(CancellationToken))];

    private static IEnumerable<(string Method, int Index, string Path)> ObjectsOf(MethodInfo method) =>
        ArgumentsOf(method).SelectMany((type, index) => RequestSample.PathsOf(type).Select(path => (method.Name, index, string.Join('/', path))));

    private HubMessage Parse(string protocol, (string Method, int Index, string Path) one, bool withSurplus)
    {
        var (method, index, path) = one;
        var types = ArgumentsOf(typeof(GatewayHub).GetMethod(method)!);
        string[] members = path.Length == 0 ? [] : path.Split('/');
        return Parse(protocol, method, [.. types.Select((type, i) => RequestSample.Of(type, i == index ? members : [], withSurplus && i == index))]);
    }

    private HubMessage Parse(string protocol, string method, JsonNode?[] arguments)
    {
        var input = new ReadOnlySequence<byte>(protocol == "json" ? JsonCall(method, arguments) : MessagePackCall(method, arguments));
        Assert.True(_host.ProtocolOf(protocol).TryParseMessage(ref input, new HubBinder(), out var message));
        return message;
    }

    private static byte[] JsonCall(string method, JsonNode?[] arguments) => Encoding.UTF8.GetBytes(
        new JsonObject { ["type"] = 1, ["invocationId"] = "1", ["target"] = method, ["arguments"] = new JsonArray(arguments) }.ToJsonString() + "\u001e");

    private static byte[] MessagePackCall(string method, JsonNode?[] arguments)
    {
        byte[] body = MessagePackSerializer.ConvertFromJson(new JsonArray(1, new JsonObject(), "1", method, new JsonArray(arguments), new JsonArray()).ToJsonString());
        var length = body.Length < 0x80 ? [(byte)body.Length] : new[] { (byte)(body.Length | 0x80), (byte)(body.Length >> 7) };
        return [.. length, .. body];
    }

    private sealed class HubBinder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => ArgumentsOf(typeof(GatewayHub).GetMethod(methodName)!);

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
