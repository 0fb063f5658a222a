using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Testing;
using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Platform.Store;

/// <summary>The code of the store's model, which is generated from the mapping in <see cref="GatewayDbContext"/>.</summary>
public sealed partial class CompiledModelTests : IDisposable
{
    private const string Folder = "Gateway.Web/Platform/Store/CompiledModel";

    private readonly TempDirectory _directory = new();
    private readonly StoreTurns _turns = new(Options.Create(new StoreOptions()));

    public void Dispose()
    {
        _turns.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_code_of_the_model_is_generated_from_the_mapping()
    {
        using var context = Context();
        using var services = DesignServices(context);
        services.GetRequiredService<ICompiledModelScaffolder>().ScaffoldModel(
            context.GetService<IDesignTimeModel>().Model,
            _directory.Path,
            new CompiledModelCodeGenerationOptions { ContextType = typeof(GatewayDbContext), Language = "C#", ModelNamespace = Folder.Replace('/', '.') });

        Golden.CheckDirectory(Folder, Directory.GetFiles(_directory.Path).ToDictionary(file => Path.GetFileName(file), TextOf));
    }

    [Fact]
    public void Contexts_use_the_generated_code()
    {
        using var context = Context();

        // By its name, so that the tests compile without the code and can write it anew.
        Assert.Equal($"{Folder.Replace('/', '.')}.GatewayDbContextModel", context.Model.GetType().FullName);
    }

    private GatewayDbContext Context() => new(new DbContextOptionsBuilder<GatewayDbContext>().UseSqlite().Options, _turns);

    private static ServiceProvider DesignServices(GatewayDbContext context)
    {
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(context);
        var provider = typeof(SqliteDbContextOptionsBuilderExtensions).Assembly;
        var type = provider.GetType(provider.GetCustomAttribute<DesignTimeProviderServicesAttribute>()!.TypeName, throwOnError: true)!;
        ((IDesignTimeServices)Activator.CreateInstance(type)!).ConfigureDesignTimeServices(services);
        return services.BuildServiceProvider();
    }

    // Without what differs between two runs and between systems. The id only has to differ from those of other models of the process.
    private static string TextOf(string file) =>
        ModelId().Replace(File.ReadAllText(file), $"new Guid(\"{new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])}\")").ReplaceLineEndings("\n");

    [GeneratedRegex("new Guid\\(\"[0-9a-f-]{36}\"\\)")]
    private static partial Regex ModelId();
}
