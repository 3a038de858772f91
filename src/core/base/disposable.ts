/** What vscode.Disposable asks for, without vscode. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables and disposes of them together, last first. What is added after that is disposed of at once. */
export class DisposableStore implements Disposable {
  private items: Disposable[] = [];
  private disposed = false;

  /** Takes `item` over and gives it back. */
  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.push(item);
    return item;
  }

  dispose(): void {
    this.disposed = true;
    const items = this.items.reverse();
    this.items = [];
    for (const item of items) item.dispose();
  }
}
