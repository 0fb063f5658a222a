using Microsoft.AspNetCore.SignalR;

namespace Gateway.HubProtocol.Tests;

/// <summary>A binder for which every call takes and returns the given types.</summary>
internal sealed class TypeBinder(Type result, params Type[] parameters) : IInvocationBinder
{
    public Type GetReturnType(string invocationId) => result;

    public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
        methodName == "missing" ? throw new HubException("There is no such method.") : parameters;

    public Type GetStreamItemType(string streamId) => result;
}
