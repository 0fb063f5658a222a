using System.Collections.Concurrent;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>The catalogue of each backend.</summary>
internal sealed class CatalogueDirectory(IOptions<CatalogueOptions> options, IOptions<WorkerOptions> workers, TimeProvider time, ILogger<CatalogueDirectory> logger) : IDisposable
{
    private const string Simulator = "simulator";

    private readonly ConcurrentDictionary<string, SourceCatalogue> _catalogues = new(StringComparer.OrdinalIgnoreCase);

    public SourceCatalogue Of(string backend) => _catalogues.GetOrAdd(backend, name => new SourceCatalogue(SourceOf(name), options.Value, time, logger));

    public void Dispose()
    {
        foreach (var catalogue in _catalogues.Values)
        {
            catalogue.Dispose();
        }
    }

    private CatalogueSource SourceOf(string backend)
    {
        var isConfigured = backend.Equals(options.Value.Backend ?? workers.Value.DefaultBackend, StringComparison.OrdinalIgnoreCase);
        return new CatalogueSource(
            backend,
            backend.Equals(Simulator, StringComparison.OrdinalIgnoreCase),
            isConfigured ? options.Value.Objects : [],
            isConfigured && !string.IsNullOrEmpty(options.Value.DumpPath) ? options.Value.DumpPath : null);
    }
}
