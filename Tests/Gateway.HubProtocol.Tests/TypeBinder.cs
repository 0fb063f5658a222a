using Microsoft.AspNetCore.SignalR;

namespace Gateway.HubProtocol.Tests;

/// <summary>Every call takes and returns the same given types.</summary>
internal sealed class TypeBinder(Type result, params Type[] parameters) : IInvocationBinder
{
    public Type GetReturnType(string invocationId) => result;

    public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
        methodName == "missing" ? throw new HubException("There is no such method.") : parameters;

    public Type GetStreamItemType(string streamId) => result;
}
