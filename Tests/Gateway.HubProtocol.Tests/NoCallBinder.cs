using Microsoft.AspNetCore.SignalR;

namespace Gateway.HubProtocol.Tests;

/// <summary>A binder without pending calls, as on a server that never called its client.</summary>
internal sealed class NoCallBinder : IInvocationBinder
{
    public Type GetReturnType(string invocationId) => throw new InvalidOperationException("There is no such call.");

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => throw new InvalidOperationException("There is no such method.");

    public Type GetStreamItemType(string streamId) => throw new InvalidOperationException("There is no such stream.");
}
