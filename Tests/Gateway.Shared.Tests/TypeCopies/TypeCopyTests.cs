using System.Text;
using Gateway.Testing;

namespace Gateway.Shared.Tests.TypeCopies;

/// <summary>
/// The types for clients that have only Microsoft's packages are those of the contract. The C# ones are compiled and used by
/// UnmodifiedClient, the TypeScript ones by the tests of the TypeScript client.
/// </summary>
public sealed class TypeCopyTests
{
    [Fact]
    public void The_types_for_Microsofts_dotnet_client_are_those_of_the_contract() =>
        Golden.Check("../UnmodifiedClient/Types/GatewayTypes.cs", Encoding.UTF8.GetBytes(CSharpCopy.Of(new CopiedContract())));

    [Fact]
    public void The_types_for_Microsofts_npm_client_are_those_of_the_contract() =>
        Golden.Check("../../clientlib-ts/src/wire.ts", Encoding.UTF8.GetBytes(TypeScriptCopy.Of(new CopiedContract())));
}
