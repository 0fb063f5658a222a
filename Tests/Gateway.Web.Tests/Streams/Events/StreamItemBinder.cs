using Gateway.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>A binder for the items of a session's stream.</summary>
internal sealed class StreamItemBinder : IInvocationBinder
{
    public static StreamItemBinder Instance { get; } = new();

    public Type GetReturnType(string invocationId) => throw new NotSupportedException();

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => throw new NotSupportedException();

    public Type GetStreamItemType(string streamId) => typeof(StreamItem);
}
