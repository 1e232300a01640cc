using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Finds an entity by its primary key.</summary>
internal static class KeyPredicate
{
    /// <exception cref="ArgumentException">The key does not have as many parts as the entity's, or one is of another type.</exception>
    public static Expression<Func<TEntity, bool>> Of<TEntity>(IEntityType entityType, object?[] key)
    {
        var properties = entityType.FindPrimaryKey()?.Properties
            ?? throw new InvalidOperationException($"{entityType.DisplayName()} has no primary key.");
        if (properties.Count != key.Length)
        {
            throw new ArgumentException($"The key of {entityType.DisplayName()} has {properties.Count} parts, and {key.Length} were given.", nameof(key));
        }

        var entity = Expression.Parameter(typeof(TEntity), "entity");
        var predicate = properties.Select((property, i) => IsEqual(entity, property, key[i])).Aggregate(Expression.AndAlso);
        return Expression.Lambda<Func<TEntity, bool>>(predicate, entity);
    }

    private static BinaryExpression IsEqual(ParameterExpression entity, IProperty property, object? value)
    {
        if (!property.ClrType.IsInstanceOfType(value))
        {
            throw new ArgumentException(
                $"{property.DeclaringType.DisplayName()}.{property.Name} is of type {property.ClrType.Name}, and {value?.GetType().Name ?? "null"} was given.", nameof(value));
        }

        var left = Expression.Call(typeof(EF), nameof(EF.Property), [property.ClrType], entity, Expression.Constant(property.Name));

        // A field of an object becomes a parameter of the statement; a constant would make a statement of its own for every key.
        var holder = Activator.CreateInstance(typeof(Holder<>).MakeGenericType(property.ClrType), value)!;
        return Expression.Equal(left, Expression.Field(Expression.Constant(holder), nameof(Holder<object>.Value)));
    }

    private sealed class Holder<T>(T value)
    {
        public readonly T Value = value;
    }
}
