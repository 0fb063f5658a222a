using System.Text.Json;
using Gateway.Errors;
using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.ItemSets;

/// <summary>The sets of items that users keep with the gateway, by subject and name.</summary>
internal sealed class ItemSetStore(IDbContextFactory<GatewayDbContext> contexts, IOptions<ItemSetOptions> options, TimeProvider time)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<ItemSet>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await database.ItemSets.Where(entry => entry.Subject == subject).OrderBy(entry => entry.Name).ToListAsync(cancellationToken);
        return [.. entries.Select(ToSet)];
    }

    /// <summary>Saves a set under its name, in place of the one that has it.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>: the subject has too many sets.</exception>
    public async Task<ItemSet> SaveAsync(string subject, string name, IReadOnlyList<string> items, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var entry = await database.ItemSets.FirstOrDefaultAsync(one => one.Subject == subject && one.Name == name, cancellationToken);
        if (entry is null)
        {
            if (await database.ItemSets.CountAsync(one => one.Subject == subject, cancellationToken) >= options.Value.SetsPerSubject)
            {
                throw new GatewayException(GatewayErrorCode.InvalidArgument, $"You already have {options.Value.SetsPerSubject} sets, which is the limit; delete one first.");
            }

            entry = new ItemSetEntry { Subject = subject, Name = name, Items = "[]" };
            database.ItemSets.Add(entry);
        }

        entry.Items = JsonSerializer.Serialize(items);
        entry.ChangedAt = time.GetUtcNow();
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ItemSet(name, items, entry.ChangedAt.UtcDateTime);
    }

    /// <returns>False when there is no set with this name.</returns>
    public async Task<bool> DeleteAsync(string subject, string name, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        return await database.ItemSets.Where(one => one.Subject == subject && one.Name == name).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    private static ItemSet ToSet(ItemSetEntry entry) => new(entry.Name, JsonSerializer.Deserialize<string[]>(entry.Items) ?? [], entry.ChangedAt.UtcDateTime);
}
