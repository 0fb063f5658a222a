using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>Another binder that sees which argument is read last.</summary>
internal sealed class WatchingBinder(IInvocationBinder inner) : IInvocationBinder
{
    /// <summary>The arguments of the method; null when there is no such method.</summary>
    public WatchedTypes? Types { get; private set; }

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => Types = new WatchedTypes(inner.GetParameterTypes(methodName));

    public Type GetReturnType(string invocationId) => inner.GetReturnType(invocationId);

    public Type GetStreamItemType(string streamId) => inner.GetStreamItemType(streamId);
}
